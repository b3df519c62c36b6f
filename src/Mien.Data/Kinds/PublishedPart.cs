namespace Mien.Data.Kinds;

/// <summary>The part of a dataset that its publishers, or its folders, put an item in.</summary>
public enum PublishedPart
{
    /// <summary>To learn from.</summary>
    Training,

    /// <summary>To choose settings by.</summary>
    Validation,

    /// <summary>For the final report.</summary>
    Test,
}
