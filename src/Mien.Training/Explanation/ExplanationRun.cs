using Mien.Data;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Training.Explanation;

/// <summary>Explains samples with a trained model, a few at a time: what `mien explain` does.</summary>
public static class ExplanationRun
{
    private const int BatchSize = 8;

    /// <summary>What a model takes, for samples that hold no more than a face: the parts of a fusion model that hear stay 0.</summary>
    /// <param name="model">A face or fusion model.</param>
    /// <param name="spec">Its preprocessing, with an image part.</param>
    public static IReadOnlyList<SampleInput> FaceInputs(EmotionModel model, PreprocessingSpec spec) => [.. model.InputNames.Select(name => name switch
    {
        EmotionModel.ImageInput => new SampleInput(name, [3, spec.Image!.Height, spec.Image.Width]),
        EmotionModel.AudioInput => new SampleInput(name, [1, spec.Audio!.MelBands, spec.Audio.Frames]),
        _ => new SampleInput(name, [2]),
    })];

    /// <summary>A sample of a face alone, its inputs as <see cref="FaceInputs"/> lists them.</summary>
    /// <param name="name">The sample's name.</param>
    /// <param name="parts">What the model takes.</param>
    /// <param name="face">The face, normalised, (3, Height, Width).</param>
    public static ExplanationSample OfFace(string name, IReadOnlyList<SampleInput> parts, ReadOnlySpan<float> face)
    {
        float[] input = new float[parts.Sum(part => part.Length)];
        int start = 0;
        foreach (SampleInput part in parts)
        {
            if (part.Name == EmotionModel.ImageInput)
                face.CopyTo(input.AsSpan(start, part.Length));
            else if (part.Name == EmotionModel.PresenceInput)
                input[start] = 1; // a face, and no voice
            start += part.Length;
        }
        return new ExplanationSample(name, null, input);
    }

    /// <summary>Samples of a dataset, read as at inference when they are reached.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="indices">The samples.</param>
    public static IEnumerable<ExplanationSample> Of(IEmotionDataset dataset, IEnumerable<int> indices)
    {
        int length = dataset.Inputs.Sum(input => input.Length), auxiliary = dataset.AuxiliaryTargets.Sum(target => target.Length);
        foreach (int index in indices)
        {
            ExplanationSample sample = new(
                FormattableString.Invariant($"{dataset.Labels[dataset.LabelOf(index)]}-{index:00000}"), dataset.LabelOf(index), new float[length]);
            dataset.Read(index, new SampleBuffer(sample.Input, new float[dataset.Labels.Count], new float[auxiliary]), null);
            yield return sample;
        }
    }

    /// <summary>Explains samples one batch after another; no more than a batch is held.</summary>
    /// <param name="gradCam">The model and its layer.</param>
    /// <param name="parts">What a sample's input holds, in order.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="label">Position of the label to explain; null for each sample's most probable one.</param>
    /// <param name="explained">Takes each sample with its map, in order.</param>
    /// <param name="cancellationToken">Ends it before the next batch.</param>
    public static void Execute(
        GradCam gradCam, IReadOnlyList<SampleInput> parts, IEnumerable<ExplanationSample> samples, int? label, Action<ExplanationSample, ActivationMap> explained, CancellationToken cancellationToken = default)
    {
        foreach (ExplanationSample[] batch in samples.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using TensorScope scope = TensorScope.Begin();
            EmotionInputs inputs = ModelInput.Of(parts, [.. batch.SelectMany(sample => sample.Input)], batch.Length);
            foreach ((ExplanationSample sample, ActivationMap map) in batch.Zip(gradCam.Explain(inputs, label)))
                explained(sample, map);
        }
    }
}
