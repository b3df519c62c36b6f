namespace Mien.Training.Tuning;

/// <summary>What a study searches; it is stored with the study and does not change.</summary>
public sealed record StudyOptions
{
    /// <summary>The settings that are varied.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>Which values are good.</summary>
    public required StudyDirection Direction { get; init; }

    /// <summary>What the value is, for reports.</summary>
    public string Metric { get; init; } = "value";

    /// <summary>Decides what samplers draw.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>All settings that are not varied, as text; a study goes on with the same ones only.</summary>
    public string FixedSettings { get; init; } = "";
}
