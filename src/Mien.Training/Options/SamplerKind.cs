namespace Mien.Training.Options;

/// <summary>Which samples an epoch sees.</summary>
public enum SamplerKind
{
    /// <summary>Every sample once, in random order.</summary>
    Shuffled,

    /// <summary>As many draws as there are samples, rare labels more often than they occur.</summary>
    ClassBalanced,
}
