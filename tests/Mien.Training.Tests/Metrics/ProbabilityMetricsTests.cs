using System.Text.Json;
using Mien.Core;
using Mien.Training.Metrics;

namespace Mien.Training.Tests.Metrics;

/// <summary>Against the numbers that tests/Golden/metrics/generate_probabilities.py had from scikit-learn and NumPy.</summary>
public sealed class ProbabilityMetricsTests
{
    private const double Tolerance = 1e-9;

    private static readonly JsonElement s_golden =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Golden/metrics/probabilities.json"))).RootElement;

    public static TheoryData<string> Cases => Names("cases");

    public static TheoryData<string> Concordances => Names("concordance");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_by_label_and_top_k_accuracy_are_scikit_learns(string name)
    {
        JsonElement stored = Find("cases", name);
        EmotionPredictions predictions = Predictions(stored);
        int[] all = [.. Enumerable.Range(0, predictions.Count)];
        ClassificationResult scores = predictions.Score();

        Assert.Equal(stored.GetProperty("accuracy").GetDouble(), scores.Accuracy, Tolerance);
        Assert.Equal(stored.GetProperty("weightedF1").GetDouble(), scores.WeightedF1, Tolerance);
        Assert.NotEmpty(stored.GetProperty("topK").EnumerateObject());
        foreach (JsonProperty topK in stored.GetProperty("topK").EnumerateObject())
            Assert.Equal(topK.Value.GetDouble(), TopKAccuracy.Of(predictions, int.Parse(topK.Name), all).Share, Tolerance);
        foreach ((JsonElement label, LabelScore score) in stored.GetProperty("byLabel").EnumerateArray().Zip(scores.Labels))
        {
            Assert.Equal(score.Support > 0, score.Accuracy is not null);
            if (score.Support == 0)
            {
                Assert.Equal((null, null, null), (score.Precision, score.Recall, score.F1));
                continue;
            }
            Assert.Equal(label.GetProperty("accuracy").GetDouble(), score.Accuracy!.Value, Tolerance);
            Assert.Equal(label.GetProperty("precision").GetDouble(), score.Precision ?? 0, Tolerance);
            Assert.Equal(label.GetProperty("recall").GetDouble(), score.Recall!.Value, Tolerance);
            Assert.Equal(label.GetProperty("f1").GetDouble(), score.F1!.Value, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Calibration_is_scikit_learns(string name)
    {
        JsonElement stored = Find("cases", name);
        EmotionPredictions predictions = Predictions(stored);
        JsonElement expected = stored.GetProperty("calibration");

        CalibrationResult result = CalibrationResult.Of(predictions, expected.GetProperty("bins").GetInt32(), [.. Enumerable.Range(0, predictions.Count)]);

        Assert.Equal(expected.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()), result.Bins.Select(bin => bin.Count));
        CalibrationBin[] filled = [.. result.Bins.Where(bin => bin.Count > 0)];
        Assert.Equal(expected.GetProperty("accuracy").GetArrayLength(), filled.Length);
        for (int bin = 0; bin < filled.Length; bin++)
        {
            Assert.Equal(expected.GetProperty("accuracy")[bin].GetDouble(), filled[bin].Accuracy!.Value, Tolerance);
            Assert.Equal(expected.GetProperty("confidence")[bin].GetDouble(), filled[bin].Confidence!.Value, Tolerance);
        }
        Assert.Equal(expected.GetProperty("expectedError").GetDouble(), result.ExpectedError, Tolerance);
        Assert.Equal(expected.GetProperty("maximumError").GetDouble(), result.MaximumError, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Concordances))]
    public void Concordance_is_numpys(string name)
    {
        JsonElement stored = Find("concordance", name);
        ConcordanceResult result = ConcordanceResult.Of(Doubles(stored, "actual"), Doubles(stored, "predicted"));
        Assert.Equal(stored.GetProperty("ccc").GetDouble(), result.Ccc!.Value, Tolerance);
        Assert.Equal(stored.GetProperty("pearson").GetDouble(), result.Pearson!.Value, Tolerance);
        Assert.Equal(stored.GetProperty("rmse").GetDouble(), result.Rmse, Tolerance);
    }

    [Fact]
    public void Concordance_of_constants_is_not_a_number_nobody_can_read()
    {
        Assert.Null(ConcordanceResult.Of([0.5, 0.5], [0.5, 0.5]).Ccc);
        ConcordanceResult apart = ConcordanceResult.Of([0.5, 0.5], [0.25, 0.25]);
        Assert.Equal((0, null, 0.25), (apart.Ccc, apart.Pearson, apart.Rmse));
    }

    [Fact]
    public void Landmark_error_is_numpys_without_missing_points()
    {
        JsonElement stored = Find("landmarks", "noisy, some missing");
        LandmarkError result = LandmarkError.Of([.. Doubles(stored, "actual").Select(value => (float)value)], [.. Doubles(stored, "predicted").Select(value => (float)value)]);
        Assert.Equal(stored.GetProperty("faces").GetInt32(), result.Faces);
        Assert.Equal(stored.GetProperty("error").GetDouble(), result.MeanError!.Value, Tolerance);
        Assert.Equal(stored.GetProperty("failureRate").GetDouble(), result.FailureRate!.Value, Tolerance);
    }

    [Fact]
    public void Faces_without_eye_corners_have_no_error()
    {
        float[] missing = new float[LandmarkError.Points * 2];
        Array.Fill(missing, -1);
        Assert.Equal(new LandmarkError(0, null, null), LandmarkError.Of(missing, new float[missing.Length]));
    }

    [Fact]
    public void Of_equally_probable_labels_the_first_counts_as_more_probable()
    {
        EmotionPredictions predictions = new(new EmotionLabelSet(["a", "b", "c"]), [1, 0], [0.5f, 0.5f, 0, 0.5f, 0.5f, 0]);
        Assert.Equal([0, 0], Enumerable.Range(0, 2).Select(predictions.Predicted));
        Assert.Equal([1, 0], Enumerable.Range(0, 2).Select(predictions.RankOfActual));
        Assert.Equal(predictions.Score().Accuracy, TopKAccuracy.Of(predictions, 1, [0, 1]).Share);
    }

    [Fact]
    public void A_model_that_gives_no_numbers_is_not_scored()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => new EmotionPredictions(new EmotionLabelSet(["a", "b"]), [0, 1], [1, 0, float.NaN, 0]));
        Assert.Contains("sample 1", error.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string> Names(string list) => [.. s_golden.GetProperty(list).EnumerateArray().Select(stored => stored.GetProperty("name").GetString()!)];

    private static JsonElement Find(string list, string name) => s_golden.GetProperty(list).EnumerateArray().Single(stored => stored.GetProperty("name").GetString() == name);

    private static double[] Doubles(JsonElement stored, string name) => [.. stored.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static EmotionPredictions Predictions(JsonElement stored) => new(
        new EmotionLabelSet(Enumerable.Range(0, stored.GetProperty("labels").GetInt32()).Select(label => $"label{label}")),
        [.. stored.GetProperty("actual").EnumerateArray().Select(label => label.GetInt32())],
        [.. Doubles(stored, "probabilities").Select(value => (float)value)]);
}
