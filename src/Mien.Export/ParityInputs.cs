using Mien.Data;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training;

namespace Mien.Export;

/// <summary>Inputs on which an exported file is compared with its model. Tensors belong to the scope in which a batch is made.</summary>
public static class ParityInputs
{
    private static readonly int[] s_batchSizes = [1, 3, 7, 16];

    /// <summary>Made-up inputs: uniform between -2 and 2, which is the range of standardised ones; of a fusion, each modality is present by chance.</summary>
    /// <param name="model">The model that they are for.</param>
    /// <param name="spec">Its preprocessing.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="seed">The same seed gives the same inputs.</param>
    public static IEnumerable<EmotionInputs> Random(EmotionModel model, PreprocessingSpec spec, int samples, int seed = 1)
    {
        Random random = new(seed);
        foreach (int batch in Batches(samples))
        {
            Dictionary<string, Tensor> inputs = model.InputNames.ToDictionary(name => name, name => Make(name, batch));
            yield return new EmotionInputs
            {
                Image = inputs.GetValueOrDefault(EmotionModel.ImageInput),
                Audio = inputs.GetValueOrDefault(EmotionModel.AudioInput),
                Presence = inputs.GetValueOrDefault(EmotionModel.PresenceInput),
                Features = inputs.GetValueOrDefault(EmotionModel.FeaturesInput),
            };
        }

        Tensor Make(string name, int batch)
        {
            long[] shape = [batch, .. InputShape.OfSample(name, spec).Select(dimension => dimension.Size)];
            float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; i < values.Length; i++)
                values[i] = name == EmotionModel.PresenceInput ? random.Next(2) : random.NextSingle() * 4 - 2;
            return Tensor.From(values, shape);
        }
    }

    /// <summary>The preprocessing with larger and smaller inputs, as far as their sizes are free; nothing where none is.</summary>
    /// <param name="spec">The model's own.</param>
    /// <param name="sizes">Which sizes are free.</param>
    public static IEnumerable<PreprocessingSpec> OtherSizes(PreprocessingSpec spec, IReadOnlyList<InputSize> sizes)
    {
        HashSet<string> free = [.. sizes.Where(size => size.IsFree).Select(size => size.Name)];
        return free.Count == 0 ? [] : [With(0.5, 1.5), With(1.5, 0.5)];

        // Multiples of 32 suit every network here: a detector joins maps whose cells are up to 32 pixels wide.
        PreprocessingSpec With(double one, double other) => spec with
        {
            Image = spec.Image is { } image
                ? image with { Height = Scaled(InputShape.Height, image.Height, one, 32), Width = Scaled(InputShape.Width, image.Width, other, 32) }
                : null,
            Audio = spec.Audio is { } audio ? audio with { Frames = Scaled(InputShape.Frames, audio.Frames, one, 4) } : null,
            Features = spec.Features is { Steps: { } steps } features ? features with { Steps = Scaled(InputShape.Steps, steps, one, 1) } : spec.Features,
        };

        int Scaled(string name, int size, double factor, int multiple) => free.Contains(name) ? Math.Max(1, (int)(size * factor / multiple)) * multiple : size;
    }

    /// <summary>Samples of one dataset and, where it has too few, of a second one, each read as inference reads it and spread evenly.</summary>
    /// <param name="first">The dataset that comes first.</param>
    /// <param name="second">Opens the other one, only where it is needed.</param>
    /// <param name="samples">Number of samples; all where both together have fewer.</param>
    public static IEnumerable<EmotionInputs> From(IEmotionDataset first, Func<IEmotionDataset> second, int samples) => first.Count >= samples
        ? From(first, samples)
        : From(first, first.Count).Concat(From(second(), samples - first.Count));

    /// <summary>Samples of a dataset, read as inference reads them and spread evenly over it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="samples">Number of samples; all where it has fewer.</param>
    public static IEnumerable<EmotionInputs> From(IEmotionDataset dataset, int samples)
    {
        int count = Math.Min(samples, dataset.Count), next = 0;
        int inputLength = dataset.Inputs.Sum(input => input.Length);
        float[] target = new float[dataset.Labels.Count], auxiliary = new float[dataset.AuxiliaryTargets.Sum(numbers => numbers.Length)];
        foreach (int batch in Batches(count))
        {
            float[] values = new float[batch * inputLength];
            for (int row = 0; row < batch; row++, next++)
                dataset.Read((int)((long)next * dataset.Count / count), new SampleBuffer(values.AsSpan(row * inputLength, inputLength), target, auxiliary), augmentation: null);
            yield return ModelInput.Of(dataset, values, batch);
        }
    }

    /// <summary>Made-up pictures, uniform between -1 and 1.</summary>
    /// <param name="samples">Number of pictures.</param>
    /// <param name="size">Their size; null for several sizes.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    public static IEnumerable<Tensor> RandomPictures(int samples, (int Height, int Width)? size = null, int seed = 1)
    {
        Random random = new(seed);
        (int Height, int Width)[] sizes = size is { } one ? [one] : [(64, 96), (192, 320), (320, 320), (256, 160)];
        foreach ((int number, int batch) in Batches(samples).Index())
        {
            (int height, int width) = sizes[number % sizes.Length];
            float[] values = new float[batch * 3 * height * width];
            for (int i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() * 2 - 1;
            yield return Tensor.From(values, batch, 3, height, width);
        }
    }

    /// <summary>Pictures of a dataset of pictures, read as inference reads them.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="samples">Number of pictures; all where it has fewer.</param>
    public static IEnumerable<Tensor> Pictures(ISampleDataset dataset, int samples)
    {
        SampleInput input = dataset.Inputs[0];
        float[] auxiliary = new float[dataset.AuxiliaryTargets.Sum(numbers => numbers.Length)], target = new float[dataset.TargetLength];
        int next = 0;
        foreach (int batch in Batches(Math.Min(samples, dataset.Count)))
        {
            float[] values = new float[batch * input.Length];
            for (int row = 0; row < batch; row++, next++)
                dataset.Read(next, new SampleBuffer(values.AsSpan(row * input.Length, input.Length), target, auxiliary), augmentation: null);
            yield return Tensor.From(values, [batch, .. input.Shape.Select(size => (long)size)]);
        }
    }

    /// <summary>Sizes that sum to a number of samples.</summary>
    private static IEnumerable<int> Batches(int samples)
    {
        for (int i = 0; samples > 0; i++)
        {
            int batch = Math.Min(samples, s_batchSizes[i % s_batchSizes.Length]);
            samples -= batch;
            yield return batch;
        }
    }
}
