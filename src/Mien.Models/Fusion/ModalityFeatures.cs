using Mien.Torch;

namespace Mien.Models;

/// <summary>What an encoder found in one modality of each sample.</summary>
/// <param name="Vector">One vector a sample, (N, C).</param>
/// <param name="Positions">The map or sequence that the vector was pooled from, (N, C, positions).</param>
public sealed record ModalityFeatures(Tensor Vector, Tensor Positions);
