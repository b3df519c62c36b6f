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
        OrtSession session = _bundle.Session;
        List<OrtValue> inputs = [];
        try
        {
            foreach (OrtTensorInfo input in session.Inputs)
                inputs.Add(Input(input.Name, dataset, batch));
            IReadOnlyList<OrtValue> outputs = session.Run([.. inputs]);
            Dictionary<string, float[]> heads = [];
            for (int index = 0; index < outputs.Count; index++)
            {
                using OrtValue output = outputs[index];
                heads[session.Outputs[index].Name] = output.GetSpan<float>().ToArray();
            }
            heads.Remove(EmotionOutput, out float[]? probabilities);
            return new BatchPrediction(probabilities!, heads);
        }
        finally
        {
            foreach (OrtValue input in inputs)
                input.Dispose();
        }
    }

    private OrtTensor<float> Input(string name, IEmotionDataset dataset, SampleBatch batch)
    {
        int start = 0;
        foreach (SampleInput input in dataset.Inputs)
        {
            if (input.Name == name)
            {
                // A sample's inputs lie one after another; of a single input the batch is the tensor.
                int stride = batch.Input.Length / batch.Count;
                float[] own = stride == input.Length ? batch.Input : new float[batch.Count * input.Length];
                for (int row = 0; row < batch.Count && own != batch.Input; row++)
                    batch.Input.AsSpan(row * stride + start, input.Length).CopyTo(own.AsSpan(row * input.Length));
                return OrtTensor<float>.Wrap(own, [batch.Count, .. input.Shape.Select(size => (long)size)]);
            }
            start += input.Length;
        }
        throw new UserErrorException($"The model {_bundle.FilePath} takes the input {name}, but the data hold {string.Join(" and ", dataset.Inputs.Select(input => input.Name))} only; name other data with --data.");
    }

    /// <inheritdoc/>
    public void Dispose() => _bundle.Dispose();
}
