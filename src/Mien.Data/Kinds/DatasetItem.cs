using Mien.Core;
using Mien.Data.Faces;

namespace Mien.Data.Kinds;

/// <summary>One item of a dataset, of whatever kind, with all that the dataset says of it.</summary>
public sealed record DatasetItem
{
    /// <summary>Full path of the picture, sound or film; of features, and of pictures inside a table, <c>file#row</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What <see cref="Path"/> is.</summary>
    public required ItemMedium Medium { get; init; }

    /// <summary>Full path of the recording that belongs to a film, or null.</summary>
    public string? SoundPath { get; init; }

    /// <summary>The emotion, by Mien's name where it has one; null where the dataset gives none.</summary>
    public string? Label { get; init; }

    /// <summary>Who is seen or heard, unique over all datasets (<c>dataset/id</c>); null where the dataset does not say.</summary>
    public string? Person { get; init; }

    /// <summary>The part it was published in; null where the dataset has no parts.</summary>
    public PublishedPart? Part { get; init; }

    /// <summary>The face within the picture; null where the whole picture is the face.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>68 points in iBUG's order in pixels of the picture, or null.</summary>
    public IReadOnlyList<Point2>? Landmarks { get; init; }

    /// <summary>Valence, -1..1, or null.</summary>
    public float? Valence { get; init; }

    /// <summary>Arousal, -1..1, or null.</summary>
    public float? Arousal { get; init; }

    /// <summary>Row of a table that holds the item itself (features, pixels), from 0; -1 where the item is a file.</summary>
    public int Row { get; init; } = -1;

    /// <summary>The picture itself where it lies in a table, or null.</summary>
    public GrayPicture? Pixels { get; init; }

    /// <summary>The files that the item is made of.</summary>
    public IEnumerable<string> Files => Row >= 0 ? [] : SoundPath is null || SoundPath == Path ? [Path] : [Path, SoundPath];
}
