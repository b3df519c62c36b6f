namespace Mien.Cli.Benchmarking;

/// <summary>What was measured: two rows of equal keys can be compared.</summary>
/// <param name="Stage"><c>model</c> for a network alone, or a step of the whole frame.</param>
/// <param name="Model">File name of the model; empty where a step has none.</param>
/// <param name="Size">Size of the picture, such as <c>224x224</c>; empty where there is none.</param>
/// <param name="Batch">Samples in one run.</param>
/// <param name="Threads">Threads inside the model; for the whole frame and its steps, of all together.</param>
/// <param name="Provider">What ran the model.</param>
internal sealed record BenchmarkKey(string Stage, string Model, string Size, int Batch, int Threads, string Provider);
