using Mien.Torch;

namespace Mien.Models;

/// <summary>All that a model says about a batch of N samples.</summary>
/// <param name="Logits">A score for each emotion label, (N, labels).</param>
/// <param name="Auxiliary">What further heads say, by the head's name, (N, numbers); empty for a model with one task.</param>
public sealed record EmotionOutputs(Tensor Logits, IReadOnlyDictionary<string, Tensor> Auxiliary);
