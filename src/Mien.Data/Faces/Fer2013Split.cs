namespace Mien.Data.Faces;

/// <summary>FER2013's published parts.</summary>
public enum Fer2013Split
{
    /// <summary>28,709 pictures to learn from.</summary>
    Training,

    /// <summary>3,589 pictures to choose settings by.</summary>
    PublicTest,

    /// <summary>3,589 pictures for the one final report.</summary>
    PrivateTest,
}
