namespace Mien.Analysis;

/// <summary>
/// Hears how an analysis gets on. Calls come from changing threads, and a warning may come during another call; they must
/// return at once, as the analysis waits for them.
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
