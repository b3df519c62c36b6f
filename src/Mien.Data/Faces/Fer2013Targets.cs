using Mien.Core;

namespace Mien.Data.Faces;

/// <summary>Labels and soft targets of FER2013's pictures.</summary>
public static class Fer2013Targets
{
    private static readonly EmotionLabelSet s_ferPlus = new([.. EmotionLabelSet.Shared7, "contempt"]);

    /// <summary>The labels in the order of the targets: seven, or FER+'s eight.</summary>
    public static EmotionLabelSet LabelsOf(Fer2013LabelSource source) => source == Fer2013LabelSource.FerPlus ? s_ferPlus : Fer2013Manifest.Labels;

    /// <summary>Position of a picture's label, or -1 where FER+'s voters agree on none of the eight.</summary>
    public static int OwnLabel(Fer2013Row row, Fer2013LabelSource source)
    {
        if (source == Fer2013LabelSource.Fer2013)
            return Fer2013Manifest.Labels.IndexOf(row.Label);
        float[] votes = Votes(row, source);
        int most = Array.IndexOf(votes, votes.Max());
        bool isTie = votes.Count(vote => vote == votes[most]) > 1;
        return votes[most] > 0 && !isTie && votes[most] > row.UnknownVotes && votes[most] > row.NotFaceVotes ? most : -1;
    }

    /// <summary>The soft target of a picture: its own label and the crowd's vote shares, mixed.</summary>
    /// <param name="row">The picture.</param>
    /// <param name="source">Whose labels.</param>
    /// <param name="voteWeight">Weight of the votes, 0 (own label only) to 1 (votes only).</param>
    /// <returns>A probability for each of <see cref="LabelsOf"/>; the own label alone where nobody voted for any of them.</returns>
    public static float[] Of(Fer2013Row row, Fer2013LabelSource source, float voteWeight)
    {
        float[] target = Votes(row, source);
        float total = target.Sum(), weight = total > 0 ? voteWeight : 0;
        for (int label = 0; label < target.Length; label++)
            target[label] = total > 0 ? weight * target[label] / total : 0;
        if (OwnLabel(row, source) is >= 0 and int own)
            target[own] += 1 - weight;
        return target;
    }

    private static float[] Votes(Fer2013Row row, Fer2013LabelSource source) => source == Fer2013LabelSource.FerPlus ? [.. row.Votes, row.ContemptVotes] : [.. row.Votes];
}
