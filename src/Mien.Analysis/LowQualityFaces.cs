namespace Mien.Analysis;

/// <summary>What is done with the emotion of a face whose picture is too poor to tell (<see cref="AnalysisOptions.MinQuality"/>).</summary>
public enum LowQualityFaces
{
    /// <summary>It is told, and marked as not reliable.</summary>
    Mark,

    /// <summary>It is not told; only the voice's remains, where there is one.</summary>
    Withhold,
}
