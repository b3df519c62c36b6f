using Mien.Torch;

namespace Mien.Models;

/// <summary>What a fusion works on.</summary>
/// <param name="Image">The face encoder's features.</param>
/// <param name="Audio">The speech encoder's features.</param>
/// <param name="Presence">(N, 2): column 0 image, column 1 audio; below 0.5 is missing.</param>
public sealed record FusionInputs(ModalityFeatures Image, ModalityFeatures Audio, Tensor Presence);
