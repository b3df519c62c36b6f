namespace Mien.Data.Faces;

/// <summary>What is read of FER2013 and how its targets are made.</summary>
public sealed record Fer2013Options
{
    /// <summary>Whose labels count: FER2013's seven, or the majority of the FER+ votes for eight.</summary>
    public Fer2013LabelSource LabelSource { get; init; } = Fer2013LabelSource.Fer2013;

    /// <summary>Weight of the FER+ votes in the targets, 0 (FER2013's own label only) to 1 (votes only).</summary>
    public float VoteWeight { get; init; } = 0.5f;

    /// <summary>Whether pictures whose pixels are also in the Training part are left out (of the test parts).</summary>
    public bool DropDuplicatesOfTraining { get; init; }

    /// <summary>Whether Training pictures that most FER+ voters called no face are left out.</summary>
    public bool DropNotFaces { get; init; } = true;

    /// <summary>Whether the face in each picture is found and cropped as inference crops it; otherwise the picture is the crop, as it also is where no face is found.</summary>
    public bool Aligned { get; init; }

    /// <summary>Folder that keeps where the faces were found; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Reads only the first so many pictures of each label; null reads all. For quick trials.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        if (!(VoteWeight >= 0 && VoteWeight <= 1))
            throw new ArgumentOutOfRangeException(nameof(VoteWeight), VoteWeight, $"{nameof(VoteWeight)} must be from 0 to 1.");
        if (LimitPerLabel < 1)
            throw new ArgumentOutOfRangeException(nameof(LimitPerLabel), LimitPerLabel, $"{nameof(LimitPerLabel)} must be at least 1.");
    }
}
