namespace Mien.Training.Options;

/// <summary>A learning rate of a module's own.</summary>
public sealed record RateFactorOptions
{
    /// <summary>Dotted name of the module, such as <c>encoder</c>; of nested ones the inner one's counts.</summary>
    public string Module { get; init; } = "";

    /// <summary>What the learning rate is multiplied by, above 0.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(Module.Length > 0, nameof(Module), "nothing", "the name of a module");
        OptionRange.Require(Factor is > 0 and <= 1000, nameof(Factor), Factor, "above 0 and at most 1000");
    }
}
