namespace Mien.Data.Faces;

/// <summary>One picture of FER2013 as its manifest lists it.</summary>
/// <param name="File">Path of the picture within the dataset's folder.</param>
/// <param name="Split">Part of the dataset.</param>
/// <param name="Label">FER2013's own label, by Mien's name.</param>
/// <param name="Votes">FER+ crowd votes for the seven labels, in the order of <see cref="Fer2013Manifest.Labels"/>.</param>
/// <param name="NotFaceVotes">FER+ votes for "not a face".</param>
/// <param name="DuplicateOfTraining">Whether the same pixels are also in the Training part.</param>
public sealed record Fer2013Row(string File, Fer2013Split Split, string Label, float[] Votes, float NotFaceVotes, bool DuplicateOfTraining)
{
    /// <summary>Width and height of the pictures.</summary>
    public const int Side = 48;

    /// <summary>FER+ votes for contempt, which FER2013 itself does not have.</summary>
    public float ContemptVotes { get; init; }

    /// <summary>FER+ votes of those who could not tell.</summary>
    public float UnknownVotes { get; init; }

    /// <summary>The grey picture itself, (48, 48), where it lies in a table; null where <see cref="File"/> is a file.</summary>
    public ReadOnlyMemory<byte>? Pixels { get; init; }
}
