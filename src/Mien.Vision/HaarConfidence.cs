namespace Mien.Vision;

/// <summary>Turns the last-stage sum of <c>haarcascade_frontalface_default</c> into a confidence.</summary>
internal static class HaarConfidence
{
    // A proposal that the second cascade does not confirm is weak: it continues a track and starts none.
    private const float Unconfirmed = 0.45f;

    // On frames of talking people, boxes on faces score 5 and more, false boxes below 3.
    private const double EvenSum = 3.5;
    private const double SumSpread = 1.5;

    /// <summary>Confidence of a proposal.</summary>
    /// <param name="sum">The second cascade's last-stage sum; negative infinity where it finds nothing.</param>
    /// <returns>0..1.</returns>
    public static float FromVote(double sum) =>
        Math.Max(Unconfirmed, (float)(1 / (1 + Math.Exp((EvenSum - sum) / SumSpread))));
}
