namespace Mien.Training.Options;

/// <summary>The three uses of data.</summary>
public enum DatasetPart
{
    /// <summary>What the model learns from.</summary>
    Training,

    /// <summary>What epochs and settings are chosen by.</summary>
    Validation,

    /// <summary>What is reported once, at the end.</summary>
    Test,
}
