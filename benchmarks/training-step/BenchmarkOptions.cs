namespace Mien.Benchmarks.TrainingStep;

/// <summary>What is measured; both sides get the same.</summary>
/// <param name="Weights">File with the weights that both start from.</param>
/// <param name="Batch">Pictures a step.</param>
/// <param name="Size">Side of a picture, pixels.</param>
/// <param name="Labels">Classes.</param>
/// <param name="Threads">libtorch's threads.</param>
internal sealed record BenchmarkOptions(string Weights, int Batch = 32, int Size = 112, int Labels = 7, int Threads = 2);
