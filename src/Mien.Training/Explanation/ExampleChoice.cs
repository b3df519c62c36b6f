using Mien.Data;

namespace Mien.Training.Explanation;

/// <summary>Chooses samples to look at, equally many of each label.</summary>
public static class ExampleChoice
{
    /// <summary>Draws samples without replacement.</summary>
    /// <param name="dataset">The samples; those without a label are not chosen.</param>
    /// <param name="perLabel">Samples of each label, at least 1; fewer where a label has fewer.</param>
    /// <param name="seed">The same seed chooses the same samples.</param>
    /// <returns>Positions in the dataset, in the order of the labels, within a label in the order drawn.</returns>
    public static IReadOnlyList<int> OfEachLabel(IEmotionDataset dataset, int perLabel, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perLabel, 1);
        List<int>[] samples = [.. dataset.Labels.Select(_ => new List<int>())];
        for (int index = 0; index < dataset.Count; index++)
            if (dataset.LabelOf(index) is >= 0 and int label)
                samples[label].Add(index);
        List<int> chosen = [];
        foreach ((int label, List<int> own) in samples.Index())
        {
            int[] order = [.. own];
            new SampleRandom(seed, label).Shuffle(order);
            chosen.AddRange(order.Take(perLabel));
        }
        return chosen;
    }
}
