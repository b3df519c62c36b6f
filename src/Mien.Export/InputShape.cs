using Mien.Models;
using Mien.Preprocessing;

namespace Mien.Export;

/// <summary>Shapes of a model's inputs as its preprocessing makes them.</summary>
internal static class InputShape
{
    /// <summary>The shape of one sample of an input, without the batch.</summary>
    public static long[] OfSample(string input, PreprocessingSpec spec) => input switch
    {
        EmotionModel.ImageInput => [3, spec.Image!.Height, spec.Image.Width],
        EmotionModel.AudioInput => [1, spec.Audio!.MelBands, spec.Audio.Frames],
        EmotionModel.FeaturesInput => [.. spec.Features!.Shape.Select(size => (long)size)],
        EmotionModel.PresenceInput => [2],
        _ => throw new ArgumentException($"The shape of the input {input} is unknown.", nameof(input)),
    };
}
