using Mien.Training.Options;

namespace Mien.Training.Tuning;

/// <summary>How <see cref="TpeSampler"/> searches.</summary>
public sealed record TpeOptions
{
    /// <summary>Trials that are drawn by chance before there is enough to learn from, at least 2.</summary>
    public int StartupTrials { get; init; } = 10;

    /// <summary>Share of the finished trials that counts as good, above 0 and below 1.</summary>
    public double GoodShare { get; init; } = 0.1;

    /// <summary>Most trials that count as good.</summary>
    public int MostGood { get; init; } = 25;

    /// <summary>Settings that are drawn near good ones, of which the most promising is tried.</summary>
    public int Candidates { get; init; } = 24;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(StartupTrials >= 2, nameof(StartupTrials), StartupTrials, "at least 2");
        OptionRange.Require(GoodShare is > 0 and < 1, nameof(GoodShare), GoodShare, "above 0 and below 1");
        OptionRange.Require(MostGood >= 1, nameof(MostGood), MostGood, "at least 1");
        OptionRange.Require(Candidates >= 1, nameof(Candidates), Candidates, "at least 1");
    }
}
