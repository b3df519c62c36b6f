using System.Text.Json;
using Mien.Core;
using Mien.Training.Configuration;
using Mien.Training.Options;

namespace Mien.Training.Metrics;

/// <summary>What a model's predictions for the validation part are worth, whatever the model is for.</summary>
public abstract record ValidationResult
{
    /// <summary>The numbers that a run can be judged by, the most telling first.</summary>
    public abstract IReadOnlyList<(SelectionMetric Metric, double Value)> Scores { get; }

    /// <summary>All numbers worth keeping, by name in camelCase; at least <see cref="Scores"/>.</summary>
    public virtual IEnumerable<(string Name, double Value)> Numbers => Scores.Select(score => (JsonNamingPolicy.CamelCase.ConvertName(score.Metric.ToString()), score.Value));

    /// <summary>The number that a run is judged by: the greater the better, so that an error comes with a minus.</summary>
    /// <exception cref="UserErrorException">Predictions of this kind have no such number.</exception>
    public double Value(SelectionMetric metric)
    {
        foreach ((SelectionMetric known, double value) in Scores)
            if (known == metric)
                return IsError(metric) ? -value : value;
        throw new UserErrorException($"select_by {ConfigNames.ToConfig(metric.ToString())} is not a number of this model; choose one of {string.Join(", ", Scores.Select(score => ConfigNames.ToConfig(score.Metric.ToString())))} or last.");
    }

    private static bool IsError(SelectionMetric metric) => metric == SelectionMetric.NormalizedMeanError;
}
