namespace Mien.Torch;

/// <summary>Batch norm of (N, C, H, W).</summary>
/// <param name="features">C.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">Share of a batch's statistics in the new running ones.</param>
public sealed class BatchNorm2d(long features, double epsilon = 1e-5, double momentum = 0.1) : BatchNorm(features, epsilon, momentum, [4]);
