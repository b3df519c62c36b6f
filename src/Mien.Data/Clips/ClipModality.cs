namespace Mien.Data.Clips;

/// <summary>Which sides of a clip a model takes.</summary>
public enum ClipModality
{
    /// <summary>Face and voice; either may be missing in a clip.</summary>
    Both,

    /// <summary>The face alone.</summary>
    Face,

    /// <summary>The voice alone.</summary>
    Voice,
}
