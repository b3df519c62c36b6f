using System.Globalization;
using Mien.Reporting;
using Mien.Training.Explanation;

namespace Mien.Cli.Explaining;

/// <summary>Explanations as a page for people.</summary>
internal static class ExplanationReport
{
    /// <summary>Composes the page.</summary>
    /// <param name="facts">What is explained.</param>
    /// <param name="samples">All samples, at least one.</param>
    /// <param name="pictures">Pictures of the first samples.</param>
    /// <param name="means">A picture for each label that several samples share.</param>
    /// <param name="notices">Sentences that the reader must see first.</param>
    public static ReportDocument Compose(
        ExplanationFacts facts, IReadOnlyList<ExplainedSample> samples, IReadOnlyList<ReportPicture> pictures, IReadOnlyList<ReportPicture> means, IReadOnlyList<string> notices)
    {
        ActivationMap first = samples[0].Map;
        return new ReportDocument
        {
            Title = $"What {facts.Model} looks at: {facts.Source}",
            Facts =
            [
                new("method", "Grad-CAM (Selvaraju et al. 2017)"),
                new("layer", facts.Layer),
                new("map", $"{first.Width} x {first.Height} cells of a picture of {facts.Spec.Image!.Width} x {facts.Spec.Image.Height} pixels"),
                new("samples", samples.Count.ToString(CultureInfo.InvariantCulture)),
                .. Right(samples),
            ],
            Notices = notices,
            Sections = [Pictures(samples, pictures), .. means.Count > 0 ? [Means(means)] : Array.Empty<ReportSection>(), Numbers(samples)],
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Right(IReadOnlyList<ExplainedSample> samples)
    {
        int known = samples.Count(sample => sample.Actual is not null), right = samples.Count(sample => sample.Actual == sample.Predicted);
        if (known > 0)
            yield return new("predicted right", $"{right} of {known}");
    }

    private static ReportSection Pictures(IReadOnlyList<ExplainedSample> samples, IReadOnlyList<ReportPicture> pictures) => new()
    {
        Title = "Pictures",
        Paragraphs =
        [
            "On the left what the model sees, on the right the same under its map: light yellow where the layer held most evidence for the label, dark violet where it held none. Each map is drawn over its own peak, so colours cannot be compared between pictures.",
            "A map shows where the evidence for a label lay, not whether it is good evidence, and never what the person feels.",
            .. pictures.Count < samples.Count ? [$"The first {pictures.Count} of {samples.Count} are shown; the folder holds all."] : Array.Empty<string>(),
        ],
        Pictures = pictures,
    };

    private static ReportSection Means(IReadOnlyList<ReportPicture> means) => new()
    {
        Title = "Means by label",
        Paragraphs = ["The mean of the pictures above and of their maps, each map over its own peak, by true label (by predicted label where the true one is not known)."],
        Pictures = means,
    };

    private static ReportSection Numbers(IReadOnlyList<ExplainedSample> samples) => new()
    {
        Title = "Numbers",
        Tables = [new ReportTable(
            "Predictions and peaks",
            ["sample", "true", "predicted", "probability", "explained", "its probability", "peak"],
            [.. samples.Select(sample => (IReadOnlyList<string>)
            [
                sample.Name, sample.Actual ?? "not known", sample.Predicted, Share(sample.Map.Probabilities[sample.Map.Predicted]),
                sample.Explained, Share(sample.Map.Probabilities[sample.Map.Label]), sample.PeakPlace,
            ])])],
    };

    private static string Share(float probability) => probability.ToString("0.0000", CultureInfo.InvariantCulture);
}
