namespace Mien.Analysis;

/// <summary>How busy the machine is. What cannot be found out is null.</summary>
/// <param name="Time">When, by the monitor's clock.</param>
/// <param name="MachineProcessors">Share of all processors' time that anybody used since the sample before, 0..1.</param>
/// <param name="ProcessProcessors">Share of all processors' time that this process used, 0..1.</param>
/// <param name="ProcessMemoryBytes">Memory that this process holds.</param>
/// <param name="FreeMemory">Share of the machine's or the container's memory that can still be had, 0..1.</param>
/// <param name="FreeGpuMemory">Share of the fullest NVIDIA GPU's memory that is free, 0..1; null where there is none.</param>
public sealed record ResourceSample(
    DateTimeOffset Time,
    double? MachineProcessors,
    double? ProcessProcessors,
    long ProcessMemoryBytes,
    double? FreeMemory,
    double? FreeGpuMemory);
