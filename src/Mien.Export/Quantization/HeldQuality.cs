namespace Mien.Export.Quantization;

/// <summary>What quantisation cost on held-out samples.</summary>
/// <param name="Metric">The score's name, for example <c>accuracy</c>.</param>
/// <param name="IsError">Whether less is better.</param>
/// <param name="Samples">Samples of the validation part.</param>
/// <param name="FloatScore">Score of the float model on them.</param>
/// <param name="Score">Score of the quantised one on them.</param>
/// <param name="LabelAgreement">Share of them on which both say the same label, 0..1; null where they say none.</param>
/// <param name="Budget">What might be lost, in hundredths of the score's unit.</param>
public sealed record HeldQuality(string Metric, bool IsError, int Samples, double FloatScore, double Score, double? LabelAgreement, double Budget)
{
    /// <summary>What was lost, in hundredths of the score's unit; below zero where it was won.</summary>
    public double Loss => 100 * (IsError ? Score - FloatScore : FloatScore - Score);

    /// <summary>Whether no more was lost than was allowed.</summary>
    public bool HoldsBudget => Loss <= Budget + 1e-10; // a score that is no number holds nothing
}
