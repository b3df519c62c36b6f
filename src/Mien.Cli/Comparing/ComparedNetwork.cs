using Mien.Training.Metrics;

namespace Mien.Cli.Comparing;

/// <summary>One form of a network that does not tell emotion, in a comparison.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Scores">What its predictions are worth.</param>
/// <param name="Difference">How far its outputs differ from the first form's; null for the first.</param>
internal sealed record ComparedNetwork(string Path, long Bytes, ValidationResult Scores, OutputDifference? Difference);
