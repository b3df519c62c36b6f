namespace Mien.Training.Tuning;

/// <summary>One choice of settings and what came of it.</summary>
public sealed record Trial
{
    /// <summary>Number in the study, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrialState State { get; init; }

    /// <summary>The settings by key, as numbers of their <see cref="ParameterRange"/>.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>The final value; null where it has none.</summary>
    public double? Value { get; init; }

    /// <summary>Values on the way, by step, in the order of the steps.</summary>
    public IReadOnlyList<KeyValuePair<int, double>> Reports { get; init; } = [];

    /// <summary>Whether another process began it and was interrupted, so that its run goes on instead of beginning.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Note { get; init; }
}
