namespace Mien.Analysis;

/// <summary>
/// Hears how an analysis gets on. Calls for one input come one at a time, but from changing threads; they must return at
/// once, as the analysis waits for them.
/// </summary>
public interface IAnalysisProgress
{
    /// <summary>The input is open and what it holds is known.</summary>
    void Begin(TimelineHeader header);

    /// <summary>One more moment is analysed and written.</summary>
    void Advance(AnalysisPosition position);

    /// <summary>Something is amiss but the analysis goes on; one sentence.</summary>
    void Warn(string message);
}
