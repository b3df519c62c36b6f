namespace Mien.Data.Kinds;

/// <summary>How parts are made where a dataset does not come in three.</summary>
public sealed record PartShares
{
    /// <summary>Share of the samples that settings are chosen by, 0 to below 1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Share of the samples for the final report, 0 to below 1; used only where the dataset has no parts at all.</summary>
    public double Test { get; init; } = 0.1;

    /// <summary>Decides who is in which part.</summary>
    public long Seed { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        if (!(Validation >= 0 && Validation < 1))
            throw new ArgumentOutOfRangeException(nameof(Validation), FormattableString.Invariant($"{Validation} is out of range; it must be from 0 to below 1."));
        if (!(Test >= 0 && Test + Validation < 1))
            throw new ArgumentOutOfRangeException(nameof(Test), FormattableString.Invariant($"{Test} is out of range; it must be at least 0 and below 1 together with validation."));
    }
}
