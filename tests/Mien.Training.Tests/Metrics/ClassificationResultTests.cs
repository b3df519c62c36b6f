using System.Text.Json;
using Mien.Core;
using Mien.Training.Metrics;

namespace Mien.Training.Tests.Metrics;

/// <summary>Against the numbers that tests/Golden/metrics/generate.py had from scikit-learn.</summary>
public sealed class ClassificationResultTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement s_cases =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Golden/metrics/metrics.json"))).RootElement.GetProperty("cases");

    public static TheoryData<string> Names => [.. s_cases.EnumerateArray().Select(stored => stored.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_scikit_learns(string name)
    {
        JsonElement stored = s_cases.EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        int labels = stored.GetProperty("labels").GetInt32();
        ConfusionMatrix confusion = new(new EmotionLabelSet(Enumerable.Range(0, labels).Select(label => $"label{label}")));
        foreach ((JsonElement actual, JsonElement predicted) in stored.GetProperty("actual").EnumerateArray().Zip(stored.GetProperty("predicted").EnumerateArray()))
            confusion.Add(actual.GetInt32(), predicted.GetInt32());

        ClassificationResult result = ClassificationResult.From(confusion);

        Assert.Equal(stored.GetProperty("accuracy").GetDouble(), result.Accuracy, Tolerance);
        Assert.Equal(stored.GetProperty("uar").GetDouble(), result.Uar, Tolerance);
        Assert.Equal(stored.GetProperty("weightedF1").GetDouble(), result.WeightedF1, Tolerance);
        Assert.Equal(stored.GetProperty("macroF1").GetDouble(), result.MacroF1, Tolerance);
        for (int row = 0; row < labels; row++)
        {
            Assert.Equal(stored.GetProperty("confusion")[row].EnumerateArray().Select(count => count.GetInt64()), Enumerable.Range(0, labels).Select(column => confusion[row, column]));
            // scikit-learn was told to say 0 where a share is of nothing.
            Assert.Equal(stored.GetProperty("recall")[row].GetDouble(), result.Labels[row].Recall ?? 0, Tolerance);
            Assert.Equal(stored.GetProperty("precision")[row].GetDouble(), result.Labels[row].Precision ?? 0, Tolerance);
        }
    }

    [Fact]
    public void Nothing_cannot_be_scored() =>
        Assert.Throws<ArgumentException>(() => ClassificationResult.From(new ConfusionMatrix(EmotionLabelSet.Shared7)));

    [Fact]
    public void Chance_and_the_majority_are_of_labels_with_samples()
    {
        ConfusionMatrix confusion = new(EmotionLabelSet.Shared7);
        foreach (int actual in new[] { 0, 0, 0, 4 })
            confusion.Add(actual, 0);
        ClassificationResult result = ClassificationResult.From(confusion);

        Assert.Equal(0.5, result.Chance);
        Assert.Equal(0.75, result.MajorityShare);
        Assert.Null(result.Labels[1].Recall);
    }
}
