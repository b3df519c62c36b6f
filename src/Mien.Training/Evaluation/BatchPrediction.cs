namespace Mien.Training.Evaluation;

/// <summary>What a model says about a batch of B samples.</summary>
/// <param name="Probabilities">Probability of each label for each sample, 0..1, row-major (B, labels).</param>
/// <param name="Auxiliary">What further heads say, by the head's name, row-major (B, numbers); empty for a model with one task.</param>
public sealed record BatchPrediction(float[] Probabilities, IReadOnlyDictionary<string, float[]> Auxiliary);
