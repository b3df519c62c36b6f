using System.Globalization;
using System.Text;
using System.Text.Json;
using Mien.Cli.Evaluating;
using Mien.Core;
using Mien.Data;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tasks;

namespace Mien.Cli.Comparing;

/// <summary>Compares forms of a face detector or a landmark network by what their runs are judged by.</summary>
internal static class NetworkComparison
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Runs all forms on the same samples.</summary>
    /// <param name="paths">Checkpoints and ONNX files; the first is what the others are compared with.</param>
    /// <param name="open">Finds the settings of a form's run.</param>
    /// <param name="part">The part of the data.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>What each is worth, and the number of samples.</returns>
    /// <exception cref="UserErrorException">A file is missing or damaged, or is another network.</exception>
    public static (IReadOnlyList<ComparedNetwork> Models, int Samples) Execute(IReadOnlyList<string> paths, Func<string, PictureNetworkUnderTest> open, DatasetPart part, CancellationToken cancellation)
    {
        TrainingConfig config = open(paths[0]).Config;
        ISampleDataset dataset = config.Data.Open(part, cancellation);
        if (dataset.Count == 0)
            throw new UserErrorException("There is nothing to compare: the part of the data holds no sample.");
        using TrainingTask task = TrainingTaskFactory.Create(config, dataset, dataset); // reads outputs and scores; its own weights are not used
        using NetworkForm reference = NetworkForm.Open(paths[0], config, dataset);
        List<ComparedNetwork> models = [];
        foreach (string path in paths)
        {
            OutputDifference? difference = models.Count == 0 ? null : new OutputDifference();
            using NetworkForm? form = difference is null ? null : NetworkForm.Open(path, open(path).Config, dataset);
            float[] predictions = task.Predict(dataset, batch => Run(batch, reference, form, difference), cancellation);
            models.Add(new ComparedNetwork(path, new FileInfo(path).Length, task.Score(predictions), difference));
        }
        return (models, dataset.Count);
    }

    /// <summary>What goes beyond a budget, a sentence each.</summary>
    /// <exception cref="UserErrorException">The budget is of labels, which such networks do not tell.</exception>
    public static IEnumerable<string> Violations(ComparisonBudget budget, ComparedNetwork first, ComparedNetwork model)
    {
        if (budget.MinimumAgreement is not null)
            throw new UserErrorException($"--min-agreement is of labels, and {first.Path} tells none; hold its score with --max-accuracy-loss.");
        if (model.Difference is not { } difference)
            yield break;
        (SelectionMetric metric, _) = first.Scores.Scores[0];
        double loss = 100 * (first.Scores.Value(metric) - model.Scores.Value(metric)); // the greater the better
        // Written so that what is no number is beyond any budget.
        if (budget.MaximumDifference is { } largest && !(difference.Largest <= largest))
            yield return string.Create(CultureInfo.InvariantCulture, $"{model.Path} differs by {difference.Largest:0.0e+0}, more than the {largest} of --max-difference.");
        if (budget.MaximumAccuracyLoss is { } allowed && !(loss <= allowed + 1e-9))
            yield return string.Create(CultureInfo.InvariantCulture, $"{model.Path} loses {loss:0.00} points of {Words(metric)}, more than the {allowed} of --max-accuracy-loss.");
    }

    /// <summary>A table with a row a form.</summary>
    public static string ToMarkdown(IReadOnlyList<ComparedNetwork> models, string data, int samples)
    {
        string[] metrics = [.. models[0].Scores.Scores.Select(score => Words(score.Metric))];
        StringBuilder text = new($"{samples} samples, {data}; differences of outputs from the first model, relative where they are above 1.\n\n| model | MB | largest difference | mean difference | {string.Join(" | ", metrics)} |\n|---|---:|---:|---:|{string.Concat(Enumerable.Repeat("---:|", metrics.Length))}\n");
        foreach (ComparedNetwork model in models)
        {
            string differences = model.Difference is { } difference ? string.Create(CultureInfo.InvariantCulture, $"{difference.Largest:0.0e+0} | {difference.Mean:0.0e+0}") : " | ";
            string scores = string.Join(" | ", model.Scores.Scores.Select(score => score.Value.ToString("0.0000", CultureInfo.InvariantCulture)));
            text.Append(CultureInfo.InvariantCulture, $"| {model.Path} | {model.Bytes / 1e6:0.000} | {differences} | {scores} |\n");
        }
        return text.ToString();
    }

    /// <summary>The same as JSON, with all numbers of each form.</summary>
    public static string ToJson(IReadOnlyList<ComparedNetwork> models, string data, IReadOnlyList<string> violations) => JsonSerializer.Serialize(new
    {
        data,
        models = models.Select(model => new { model.Path, model.Bytes, numbers = model.Scores.Numbers.ToDictionary(number => number.Name, number => number.Value), model.Difference }),
        violations,
    }, s_json) + "\n";

    // A form other than the first runs beside it, so that no outputs are kept.
    private static IReadOnlyList<NetworkOutput> Run(SampleBatch batch, NetworkForm reference, NetworkForm? form, OutputDifference? difference)
    {
        IReadOnlyList<NetworkOutput> expected = reference.Run(batch);
        if (form is null)
            return expected;
        IReadOnlyList<NetworkOutput> outputs = form.Run(batch);
        difference!.Add(expected, outputs);
        return outputs;
    }

    private static string Words(SelectionMetric metric) => metric switch
    {
        SelectionMetric.AveragePrecision => "average precision",
        SelectionMetric.NormalizedMeanError => "normalised mean error",
        _ => metric.ToString().ToLowerInvariant(),
    };
}
