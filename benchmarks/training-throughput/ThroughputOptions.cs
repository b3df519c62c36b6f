namespace Mien.Benchmarks.TrainingThroughput;

/// <summary>What is measured; both sides get the same.</summary>
/// <param name="Folder">Pictures as LABEL/NAME.jpg.</param>
/// <param name="Batch">Pictures a step.</param>
/// <param name="Size">Side of the network's input, pixels.</param>
/// <param name="Workers">Threads (C#) or processes (Python) that decode and augment.</param>
/// <param name="Threads">libtorch's threads.</param>
internal sealed record ThroughputOptions(string Folder, int Batch = 32, int Size = 112, int Workers = 2, int Threads = 2);
