using Mien.Core;

namespace Mien.Export;

/// <summary>How a checkpoint is exported.</summary>
public sealed record CheckpointExportOptions
{
    /// <summary>Name of the model; null takes the training run's.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the weights.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Licence of the weights, as an SPDX identifier or a short text.</summary>
    public string License { get; init; } = "unspecified";

    /// <summary>Unweighted average recall on held-out people, 0..1; null takes the checkpoint's validation score.</summary>
    public double? Reliability { get; init; }

    /// <summary>Folder that holds the datasets, whose validation part, and training part where that is not enough, is the real input that parity is checked on; null checks made-up input.</summary>
    public string? DataRoot { get; init; }

    /// <summary>Samples that parity is checked on, at least 1.</summary>
    public int ParitySamples { get; init; } = 200;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public void Validate()
    {
        if (ParitySamples < 1)
            throw new UserErrorException($"Parity needs at least 1 sample, not {ParitySamples}.");
    }
}
