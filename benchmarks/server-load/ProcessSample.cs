namespace Mien.Benchmarks.ServerLoad;

/// <summary>What a process holds.</summary>
/// <param name="MemoryMib">Resident memory in MiB.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="ProcessorSeconds">Processor time used since its start.</param>
internal readonly record struct ProcessSample(double MemoryMib, int Handles, int Threads, double ProcessorSeconds);
