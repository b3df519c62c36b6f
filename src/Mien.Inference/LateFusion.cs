using Mien.Core;

namespace Mien.Inference;

/// <summary>
/// Joins what face and voice say about the shared seven emotions by the linear opinion pool
/// (Stone, "The Opinion Pool", Annals of Mathematical Statistics 32, 1961):
/// <code>
/// p(e) = sum_m w_m p_m(e) / sum_m w_m      over the modalities m that are present
/// w_face   = reliability_face   * quality of the face, 0..1
/// w_speech = reliability_speech * share of the window that is speech, 0..1 / number of faces in the frame
/// </code>
/// The reliability is the model's held-out UAR above chance (<see cref="ModalityReliability"/>). The voice's weight is
/// divided among the faces because it belongs to at most one of them and sound alone does not say to which.
/// Where every present modality weighs nothing, they count alike. The pool cannot be vetoed by one modality's zero,
/// unlike a product of experts, which matters where one of them is confidently wrong.
/// </summary>
/// <param name="Face">Reliability of the face model; null where there is none.</param>
/// <param name="Speech">Reliability of the speech model; null where there is none.</param>
public sealed record LateFusion(ModalityReliability? Face, ModalityReliability? Speech)
{
    /// <summary>The formula in words, for outputs that state how their numbers came about.</summary>
    public const string Description =
        "linear opinion pool; weight of the face = (held-out UAR above chance) x face quality; "
        + "weight of the voice = (held-out UAR above chance) x share of speech in the window / faces in the frame";

    /// <summary>Weight of a face's own estimate.</summary>
    /// <param name="quality">Quality of the face, 0..1.</param>
    public double FaceWeight(double quality) => (Face?.AboveChance ?? 0) * quality;

    /// <summary>Weight of the voice's estimate for one of the faces.</summary>
    /// <param name="presence">Share of the window that is speech, 0..1.</param>
    /// <param name="faceCount">Faces in the frame; 0 counts as 1 (a voice without a face).</param>
    public double SpeechWeight(double presence, int faceCount) => (Speech?.AboveChance ?? 0) * presence / Math.Max(1, faceCount);

    /// <summary>Fuses two estimates. Allocates nothing.</summary>
    /// <param name="face">Seven probabilities from the face, or empty where there is none.</param>
    /// <param name="faceWeight">Weight of the face, at least 0.</param>
    /// <param name="speech">Seven probabilities from the voice, or empty where there is none.</param>
    /// <param name="speechWeight">Weight of the voice, at least 0.</param>
    /// <param name="fused">Receives the seven fused probabilities.</param>
    /// <returns>Whether any modality was present; otherwise <paramref name="fused"/> is untouched.</returns>
    public static bool Fuse(ReadOnlySpan<float> face, double faceWeight, ReadOnlySpan<float> speech, double speechWeight, Span<float> fused)
    {
        int count = EmotionLabelSet.Shared7.Count;
        if (fused.Length != count)
            throw new ArgumentException($"Expected room for {count} probabilities, got {fused.Length}.", nameof(fused));
        (double a, double b) = (face.IsEmpty ? 0 : faceWeight, speech.IsEmpty ? 0 : speechWeight);
        if (face.IsEmpty && speech.IsEmpty)
            return false;
        if (a + b <= 0)
            (a, b) = (face.IsEmpty ? 0 : 1, speech.IsEmpty ? 0 : 1);
        double total = a + b;
        for (int i = 0; i < count; i++)
            fused[i] = (float)(((a > 0 ? a * face[i] : 0) + (b > 0 ? b * speech[i] : 0)) / total);
        return true;
    }
}
