using Mien.Core;
using Mien.Data;
using Mien.Export;
using Mien.Inference;
using Mien.Preprocessing;
using Mien.Training.Evaluation;
using Mien.Training.Tasks;

namespace Mien.Cli.Evaluating;

/// <summary>Predicts with an exported model file in ONNX Runtime: what analysis would say.</summary>
internal sealed class OnnxPredictor : IEmotionPredictor
{
    private const string EmotionOutput = "emotion"; // every bundle has it

    private readonly ModelBundle _bundle;

    private OnnxPredictor(ModelBundle bundle, PreprocessingSpec spec) => (_bundle, Spec) = (bundle, spec);

    /// <inheritdoc/>
    public string Name => $"{_bundle.Metadata.Name} {_bundle.Metadata.Version}";

    /// <inheritdoc/>
    public PreprocessingSpec Spec { get; }

    /// <summary>Loads a model file; all cores work on a batch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pictureSize">Width of the pictures that it is given; null for its own.</param>
    /// <exception cref="UserErrorException">The file is missing, damaged or not one of Mien's, or does not take pictures of this size.</exception>
    public static OnnxPredictor Load(string path, int? pictureSize = null)
    {
        ModelBundle bundle = ModelBundle.Load(path, threads: 0);
        try
        {
            return new OnnxPredictor(bundle, pictureSize is { } width ? bundle.Spec with { Image = bundle.ImageOf(width) } : bundle.Spec);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch)
    {
        IReadOnlyList<NetworkOutput> outputs = SessionOutputs.Of(_bundle.Session, dataset, batch);
        Dictionary<string, float[]> heads = outputs.Index().ToDictionary(output => _bundle.Session.Outputs[output.Index].Name, output => output.Item.Values);
        heads.Remove(EmotionOutput, out float[]? probabilities);
        return new BatchPrediction(probabilities!, heads);
    }

    /// <inheritdoc/>
    public void Dispose() => _bundle.Dispose();
}
