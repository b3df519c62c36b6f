using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Faces;

public sealed class Fer2013ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_row_is_read_with_its_votes_in_the_order_of_the_labels()
    {
        FerFolder.WriteManifest(_folder.Path, "a/0.png,PublicTest,angry,1,2,3,4,5,6,7,8,9,0,1");

        Fer2013Row row = Assert.Single(Fer2013Manifest.Read(_folder.Path));

        Assert.Equal("a/0.png", row.File);
        Assert.Equal(Fer2013Split.PublicTest, row.Split);
        Assert.Equal("anger", row.Label);
        // neutral, happy, sad, surprise, fear, disgust, anger; the file's columns are in another order.
        Assert.Equal([1, 2, 4, 3, 7, 6, 5], row.Votes);
        Assert.Equal(0, row.NotFaceVotes);
        Assert.True(row.DuplicateOfTraining);
    }

    [Theory]
    [InlineData("b.png,Training,bored,1,0,0,0,0,0,0,0,0,0,0")]
    [InlineData("b.png,Holdout,happy,1,0,0,0,0,0,0,0,0,0,0")]
    [InlineData("b.png,Training,happy,1,0,0")]
    [InlineData("b.png,Training,happy,many,0,0,0,0,0,0,0,0,0,0")]
    [InlineData("b.png,Training,happy,1,0,0,0,0,0,0,0,0,none,0")]
    public void A_bad_row_is_named_by_its_line(string row)
    {
        FerFolder.WriteManifest(_folder.Path, "a.png,Training,happy,1,0,0,0,0,0,0,0,0,0,0", row);

        UserErrorException error = Assert.Throws<UserErrorException>(() => Fer2013Manifest.Read(_folder.Path));

        Assert.Contains("manifest.csv, line 3", error.Message);
        Assert.Contains(row, error.Message);
    }

    [Fact]
    public void A_missing_manifest_and_a_missing_column_are_said()
    {
        Assert.Contains("--data", Assert.Throws<UserErrorException>(() => Fer2013Manifest.Read(_folder.Path)).Message);

        File.WriteAllText(Path.Combine(_folder.Path, "manifest.csv"), "file,split\n");
        Assert.Contains("label", Assert.Throws<UserErrorException>(() => Fer2013Manifest.Read(_folder.Path)).Message);
    }

    [Theory]
    [InlineData(0f, new[] { 0f, 1, 0, 0, 0, 0, 0 })]
    [InlineData(1f, new[] { 0.5f, 0.25f, 0.25f, 0, 0, 0, 0 })]
    [InlineData(0.5f, new[] { 0.25f, 0.625f, 0.125f, 0, 0, 0, 0 })]
    public void The_target_mixes_label_and_vote_shares(float voteWeight, float[] expected)
    {
        Fer2013Row row = new("a.png", Fer2013Split.Training, "happy", [4, 2, 2, 0, 0, 0, 0], 0, false);

        Assert.Equal(expected, Fer2013Targets.Of(row, Fer2013LabelSource.Fer2013, voteWeight));
    }

    [Fact]
    public void Without_votes_the_label_stands_alone()
    {
        Fer2013Row row = new("a.png", Fer2013Split.Training, "sad", new float[7], 10, false);

        Assert.Equal([0, 0, 1, 0, 0, 0, 0], Fer2013Targets.Of(row, Fer2013LabelSource.Fer2013, 0.7f));
    }

    public void Dispose() => _folder.Dispose();
}
