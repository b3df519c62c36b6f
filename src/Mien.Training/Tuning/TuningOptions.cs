using Mien.Training.Options;

namespace Mien.Training.Tuning;

/// <summary>How a config is tuned.</summary>
public sealed record TuningOptions
{
    /// <summary>Trials of the whole study, at least 1.</summary>
    public int Trials { get; init; } = 50;

    /// <summary>Chooses settings.</summary>
    public IParameterSampler Sampler { get; init; } = new TpeSampler();

    /// <summary>Gives trials up early; null for never.</summary>
    public MedianPruner? Pruner { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate() => OptionRange.Require(Trials >= 1, nameof(Trials), Trials, "at least 1");
}
