namespace Mien.Data.Faces;

/// <summary>What samples of faces carry beside their label.</summary>
public sealed record FacePictureOptions
{
    /// <summary>Whether they carry 68 landmarks.</summary>
    public bool Landmarks { get; init; }

    /// <summary>Whether they say which landmarks the augmentation hides.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether they carry valence and arousal.</summary>
    public bool ValenceArousal { get; init; }
}
