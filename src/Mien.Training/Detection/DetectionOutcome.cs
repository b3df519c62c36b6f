namespace Mien.Training.Detection;

/// <summary>What a detection turned out to be.</summary>
public enum DetectionOutcome
{
    /// <summary>No face, or one that a surer detection has found already.</summary>
    False,

    /// <summary>A face.</summary>
    True,

    /// <summary>A face that neither counts as found nor as missed.</summary>
    Ignored,
}
