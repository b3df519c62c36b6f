namespace Mien.Training.Tuning;

/// <summary>Whether small or large values are good.</summary>
public enum StudyDirection
{
    /// <summary>Small values are good, as of a loss.</summary>
    Minimize,

    /// <summary>Large values are good, as of an accuracy.</summary>
    Maximize,
}
