namespace Mien.Analysis;

/// <summary>What made a <see cref="QualityController"/> change the level.</summary>
public enum QualityPressure
{
    /// <summary>Nothing: there was room for more.</summary>
    None,

    /// <summary>Results came too late after capture.</summary>
    Latency,

    /// <summary>Frames waited, or were dropped because others waited.</summary>
    Queue,

    /// <summary>The machine's processors were busy, and results came later than they should with those at hand.</summary>
    Processor,

    /// <summary>The machine's memory was nearly used up.</summary>
    Memory,

    /// <summary>The GPU's memory was nearly used up.</summary>
    GpuMemory,
}
