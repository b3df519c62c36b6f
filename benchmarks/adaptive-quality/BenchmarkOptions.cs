namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>What is measured.</summary>
/// <param name="Clip">The film, played over and over as if it were a camera.</param>
/// <param name="Calm">Seconds before the load comes.</param>
/// <param name="Loaded">Seconds for which it stays.</param>
/// <param name="Recovery">Seconds after it.</param>
/// <param name="Processes">Busy processes that are the load.</param>
/// <param name="Output">Folder of the results.</param>
/// <param name="Figure">Path of the drawing for the documentation.</param>
internal sealed record BenchmarkOptions(string Clip, int Calm, int Loaded, int Recovery, int Processes, string Output, string Figure)
{
    public int Seconds => Calm + Loaded + Recovery;

    /// <summary>Whether the load is there.</summary>
    public bool IsLoaded(double seconds) => seconds >= Calm && seconds < Calm + Loaded;
}
