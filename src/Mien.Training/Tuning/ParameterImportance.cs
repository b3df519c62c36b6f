namespace Mien.Training.Tuning;

/// <summary>
/// How much each setting matters: how differently the values of the best trials lie from those of all trials (PED-ANOVA, Watanabe et
/// al., IJCAI 2023: the Pearson divergence of the two densities). It says where to look first, not how much a setting changes the result.
/// </summary>
public static class ParameterImportance
{
    /// <summary>Finished trials below which nothing can be said.</summary>
    public const int FewestTrials = 10;

    private const double BestShare = 0.1;
    private const int FewestBest = 3, GridPoints = 50;

    /// <summary>Measures every setting.</summary>
    /// <param name="space">The settings.</param>
    /// <param name="trials">The study's trials.</param>
    /// <param name="direction">Which values are good.</param>
    /// <returns>Shares that sum to 1, largest first; nothing where fewer than <see cref="FewestTrials"/> trials are completed.</returns>
    public static IReadOnlyList<KeyValuePair<string, double>> Of(SearchSpace space, IEnumerable<Trial> trials, StudyDirection direction)
    {
        Trial[] completed = [.. TrialRanking.BestFirst(trials.Where(trial => trial.State == TrialState.Completed), direction)];
        if (completed.Length < FewestTrials)
            return [];
        Trial[] best = [.. completed.Take(Math.Max(FewestBest, (int)Math.Ceiling(BestShare * completed.Length)))];
        Dictionary<string, double> divergences = space.Ranges.ToDictionary(entry => entry.Key, entry => Divergence(entry.Key, entry.Value, best, completed));
        double sum = divergences.Values.Sum();
        return [.. divergences.Select(entry => KeyValuePair.Create(entry.Key, sum > 0 ? entry.Value / sum : 1.0 / divergences.Count)).OrderByDescending(entry => entry.Value)];
    }

    private static double Divergence(string key, ParameterRange range, Trial[] best, Trial[] all)
    {
        double[] Of(Trial[] trials) => Shares(new ParzenEstimator(range, [.. trials.OrderBy(trial => trial.Number).Select(trial => range.ToAxis(trial.Parameters[key]))]), range);
        return Of(best).Zip(Of(all), (near, everywhere) => everywhere * (near / everywhere - 1) * (near / everywhere - 1)).Sum();
    }

    private static double[] Shares(ParzenEstimator estimator, ParameterRange range)
    {
        if (range.Choices > 0)
            return [.. Enumerable.Range(0, range.Choices).Select(choice => Math.Exp(estimator.LogLikelihood(choice)))];
        // Cells of whole numbers, or parts of equal width where there are too many of them.
        double first = range.FromAxis(range.AxisLow), last = range.FromAxis(range.AxisHigh), step = (range.AxisHigh - range.AxisLow) / GridPoints;
        (double From, double To)[] cells = range.Cell(first) is not null && last - first < GridPoints
            ? [.. Enumerable.Range(0, (int)(last - first) + 1).Select(offset => range.Cell(first + offset)!.Value)]
            : [.. Enumerable.Range(0, GridPoints).Select(point => (range.AxisLow + point * step, range.AxisLow + (point + 1) * step))];
        double[] masses = [.. cells.Select(cell => estimator.Mass(cell.From, cell.To))];
        double sum = masses.Sum();
        return [.. masses.Select(mass => mass / sum)];
    }
}
