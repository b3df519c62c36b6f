using Mien.Models;
using Mien.Preprocessing;

namespace Mien.Export;

/// <summary>Shapes of a model's inputs as its preprocessing makes them.</summary>
internal static class InputShape
{
    /// <summary>Name of the height of a picture in a model file.</summary>
    public const string Height = "height";

    /// <summary>Name of the width of a picture in a model file.</summary>
    public const string Width = "width";

    /// <summary>Name of the number of frames of a log-mel spectrum in a model file.</summary>
    public const string Frames = "frames";

    /// <summary>Name of the number of vectors of a sequence in a model file.</summary>
    public const string Steps = "steps";

    /// <summary>The shape of one sample of an input, without the batch.</summary>
    public static InputDimension[] OfSample(string input, PreprocessingSpec spec) => input switch
    {
        EmotionModel.ImageInput => [3, new(spec.Image!.Height, Height), new(spec.Image.Width, Width)],
        EmotionModel.AudioInput => [1, spec.Audio!.MelBands, new(spec.Audio.Frames, Frames)],
        EmotionModel.FeaturesInput => spec.Features!.Steps is { } steps ? [new(steps, Steps), spec.Features.Dimension] : [spec.Features.Dimension],
        EmotionModel.PresenceInput => [2],
        _ => throw new ArgumentException($"The shape of the input {input} is unknown.", nameof(input)),
    };
}
