using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// A network from faces, speech or both, or from extracted features, a batch that holds every input of <see cref="InputNames"/>, to a score (logit) for each
/// emotion label, (N, labels); softmax makes them probabilities.
/// </summary>
public abstract class EmotionModel : Module<EmotionInputs, Tensor>
{
    /// <summary>Name of the face input.</summary>
    public const string ImageInput = "image";

    /// <summary>Name of the speech input.</summary>
    public const string AudioInput = "audio";

    /// <summary>Name of the input that says which modality is there.</summary>
    public const string PresenceInput = "presence";

    /// <summary>Name of the input of extracted features.</summary>
    public const string FeaturesInput = "features";

    /// <summary>Keeps the specification that the model was made from.</summary>
    protected EmotionModel(ModelSpec spec) => Spec = spec;

    /// <summary>What <see cref="ModelFactory"/> needs to make this model again.</summary>
    public ModelSpec Spec { get; }

    /// <summary>What the model recognises emotion from: <c>face</c>, <c>speech</c>, <c>fusion</c> or <c>features</c>.</summary>
    public string Task => Spec.Task;

    /// <summary>Names of the inputs that the model reads, in the order of a model file.</summary>
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>Names of the heads beside that for emotion, in the order of a model file; none for a model with one task.</summary>
    public virtual IReadOnlyList<string> AuxiliaryHeads => [];

    /// <summary>What every head says.</summary>
    /// <param name="inputs">A batch that holds every input of <see cref="InputNames"/>.</param>
    public virtual EmotionOutputs ForwardAll(EmotionInputs inputs) => new(Forward(inputs), new Dictionary<string, Tensor>());
}
