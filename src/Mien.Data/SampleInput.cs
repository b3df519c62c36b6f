namespace Mien.Data;

/// <summary>One of a model's inputs as a dataset fills it.</summary>
/// <param name="Name">The model's name of the input: <c>image</c>, <c>audio</c>, <c>features</c> or <c>presence</c>.</param>
/// <param name="Shape">Shape of one sample without the batch axis: (3, Height, Width), (1, MelBands, Frames), (Dimension), (Steps, Dimension) or (2).</param>
public sealed record SampleInput(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Name of the face input.</summary>
    public const string Image = "image";

    /// <summary>Name of the speech input.</summary>
    public const string Audio = "audio";

    /// <summary>Name of the input of extracted features.</summary>
    public const string Features = "features";

    /// <summary>Name of the input that says which modality a sample has: (2), column 0 image, column 1 audio; 1 present, 0 missing.</summary>
    public const string Presence = "presence";

    /// <summary>Number of values of one sample.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));
}
