using Mien.Core;
using Mien.Data;
using Mien.Inference;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;
using Mien.Training.Evaluation;

namespace Mien.Cli.Evaluating;

/// <summary>Predicts with an exported model file in ONNX Runtime: what analysis would say.</summary>
internal sealed class OnnxPredictor : IEmotionPredictor
{
    private readonly ModelBundle _bundle;

    private OnnxPredictor(ModelBundle bundle) => _bundle = bundle;

    /// <inheritdoc/>
    public string Name => $"{_bundle.Metadata.Name} {_bundle.Metadata.Version}";

    /// <inheritdoc/>
    public PreprocessingSpec Spec => _bundle.Spec;

    /// <summary>Loads a model file; all cores work on a batch.</summary>
    /// <exception cref="UserErrorException">The file is missing, damaged or not one of Mien's.</exception>
    public static OnnxPredictor Load(string path) => new(ModelBundle.Load(path, threads: 0));

    /// <inheritdoc/>
    public void Predict(IEmotionDataset dataset, EmotionBatch batch, Span<float> probabilities)
    {
        OrtSession session = _bundle.Session;
        if (session.Inputs.Count != 1 || session.Inputs[0].Name != dataset.InputName)
            throw new UserErrorException($"The model {_bundle.FilePath} takes {string.Join(" and ", session.Inputs.Select(input => input.Name))}, but the data hold {dataset.InputName} only; name other data with --data.");
        using OrtTensor<float> input = OrtTensor<float>.Wrap(batch.Input, [batch.Count, .. dataset.InputShape.Select(size => (long)size)]);
        using OrtValue output = session.Run(input)[0];
        output.GetSpan<float>().CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose() => _bundle.Dispose();
}
