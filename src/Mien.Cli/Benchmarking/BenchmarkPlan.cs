using Mien.Interop.OnnxRuntime;

namespace Mien.Cli.Benchmarking;

/// <summary>What is measured, and for how long.</summary>
internal sealed record BenchmarkPlan
{
    /// <summary>Runs of a measurement at least, however long they take.</summary>
    public const int MinRuns = 20;

    /// <summary>The model files.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Heights and widths of pictures, for models that leave them free.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>Samples in one run.</summary>
    public required IReadOnlyList<int> Batches { get; init; }

    /// <summary>Threads inside each model, and of the whole frame together.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>What runs the models.</summary>
    public required OrtProviderOptions Provider { get; init; }

    /// <summary>How long each measurement lasts.</summary>
    public required TimeSpan Duration { get; init; }
}
