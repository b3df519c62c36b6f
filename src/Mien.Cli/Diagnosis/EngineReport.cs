namespace Mien.Cli.Diagnosis;

/// <summary>What was found of one engine.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="UsedFor">What Mien does with it.</param>
/// <param name="NeededToAnalyze">Whether `mien analyze` cannot work without it.</param>
/// <param name="Version">The version the engine itself states; null where it cannot be used.</param>
/// <param name="Place">Path of the library, program or folder.</param>
/// <param name="Problem">Why it cannot be used and what to do; null where all is well.</param>
internal sealed record EngineReport(
    string Engine, string UsedFor, bool NeededToAnalyze, string? Version = null, string? Place = null, string? Problem = null);
