using Mien.Core;
using Mien.Data.Features;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Features;

public sealed class FeatureDatasetTests : IDisposable
{
    private static readonly EmotionLabelSet s_labels = new(["happy", "anger"]);

    private readonly TemporaryFolder _folder = new();

    public FeatureDatasetTests()
    {
        FeatureFolder.WriteArrays(
            _folder.Path,
            ("audio", [3, 2], [1, 2, 3, 4, 5, 6]),
            ("video", [3, 1], [10, 20, 30]),
            ("steps", [3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ("more_steps", [3, 2, 1], [-1, -2, -3, -4, -5, -6]),
            ("broken", [3, 1], [0, float.NaN, 0]));
        Pictures.WriteLines(_folder.Path, "index.csv", "row,dataset,actor,label", "2,ravdess,1,anger", "0,ravdess,2,happy", "1,ravdess,2,sad");
    }

    [Fact]
    public void Rows_are_found_by_the_index_and_other_labels_left_out()
    {
        FeatureDataset dataset = Open(null, 3, "video", "audio");
        float[] input = new float[3], target = new float[2];
        dataset.Read(0, new SampleBuffer(input, target), null);

        Assert.Equal(2, dataset.Count);
        Assert.Equal("features (3)", Describe(dataset));
        Assert.Equal([30, 5, 6], input);
        Assert.Equal([0, 1], target);
        Assert.Equal(["ravdess/1", "ravdess/2"], dataset.Groups.Select(group => group.Name));
    }

    [Fact]
    public void Sequences_lie_side_by_side_step_by_step()
    {
        FeatureDataset dataset = Open(2, 3, "steps", "more_steps");
        float[] input = new float[6], target = new float[2];
        dataset.Read(0, new SampleBuffer(input, target), null);

        Assert.Equal("features (2, 3)", Describe(dataset));
        Assert.Equal([9, 10, -5, 11, 12, -6], input);
    }

    [Theory]
    [InlineData(null, 2, "text", "holds no array text")]
    [InlineData(null, 3, "audio", "set data.dimension and model.dimension to 2")]
    [InlineData(null, 1, "audio", "set data.dimension and model.dimension to 2")]
    [InlineData(2, 2, "audio", "leave data.steps out")]
    [InlineData(null, 2, "steps", "set data.steps")]
    [InlineData(3, 2, "steps", "with 2 steps")]
    public void Arrays_of_another_shape_are_refused_with_what_to_set(int? steps, int dimension, string array, string said) =>
        Assert.Contains(said, Assert.Throws<UserErrorException>(() => Open(steps, dimension, array)).Message);

    [Fact]
    public void A_row_beyond_the_end_and_one_that_is_no_number_are_named()
    {
        Pictures.WriteLines(_folder.Path, "index.csv", "row,label", "1,happy");
        Assert.Contains("Row 1 of the array broken", Assert.Throws<UserErrorException>(() => Open(null, 1, "broken")).Message);
        Pictures.WriteLines(_folder.Path, "index.csv", "row,label", "3,happy");
        Assert.Contains("row 3", Assert.Throws<UserErrorException>(() => Open(null, 2, "audio")).Message);
    }

    public void Dispose() => _folder.Dispose();

    private FeatureDataset Open(int? steps, int dimension, params string[] arrays) =>
        new(new FeaturesKind().List(_folder.Path), s_labels, new FeatureSpec { Names = arrays, Steps = steps, Dimension = dimension });

    private static string Describe(FeatureDataset dataset)
    {
        SampleInput input = Assert.Single(dataset.Inputs);
        return $"{input.Name} ({string.Join(", ", input.Shape)})";
    }
}
