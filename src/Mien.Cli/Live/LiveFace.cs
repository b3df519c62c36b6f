using Mien.Analysis;

namespace Mien.Cli.Live;

/// <summary>A face as the screen shows it.</summary>
/// <param name="Observation">What is known of it at this moment.</param>
/// <param name="History">Probability of its strongest emotion over the last half minute, oldest first.</param>
internal sealed record LiveFace(FaceObservation Observation, IReadOnlyList<float> History);
