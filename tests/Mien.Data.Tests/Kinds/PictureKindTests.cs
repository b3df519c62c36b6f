using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Kinds;

public sealed class PictureKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Folders_name_labels_and_parts()
    {
        foreach (string file in (string[])["train/happy/a.jpg", "train/angry/deep/b.png", "val/Sadness/c.jpg", "test/happy/d.jpg", "train/happy/notes.txt", "readme.jpg"])
            Pictures.WriteLines(_folder.Path, file, "");

        IReadOnlyList<DatasetItem> items = new ImageFolderKind().List(_folder.Path);

        Assert.Equal(
            [("happy", PublishedPart.Test), ("anger", PublishedPart.Training), ("happy", PublishedPart.Training), ("sad", PublishedPart.Validation)],
            items.Select(item => (item.Label, item.Part!.Value)));
    }

    [Fact]
    public void Folders_without_parts_have_none()
    {
        Pictures.WriteLines(_folder.Path, "disgust/a.jpg", "");

        DatasetItem item = Assert.Single(new ImageFolderKind().List(_folder.Path));

        Assert.Equal(("disgust", null), (item.Label, item.Part));
    }

    [Fact]
    public void Annotation_lines_are_path_and_label_and_classes_name_numbers()
    {
        Pictures.WriteLines(_folder.Path, "train.txt", "faces/a b.jpg 1", "", "# a comment", "faces/c.jpg\t0");
        Pictures.WriteLines(_folder.Path, "meta/val.txt", "d.jpg surprised");
        Pictures.WriteLines(_folder.Path, "classes.txt", "Neutral", "Happiness");

        IReadOnlyList<DatasetItem> items = new AnnotationFileKind().List(_folder.Path);

        Assert.Equal(["faces/a b.jpg", "faces/c.jpg", "d.jpg"], items.Select(item => Path.GetRelativePath(_folder.Path, item.Path)));
        Assert.Equal(["happy", "neutral", "surprise"], items.Select(item => item.Label));
        Assert.Equal([PublishedPart.Training, PublishedPart.Training, PublishedPart.Validation], items.Select(item => item.Part!.Value));
    }

    [Theory]
    [InlineData("a.jpg", "path label")]
    [InlineData("a.jpg 7", "classes.txt")]
    public void A_bad_annotation_line_is_named(string line, string what)
    {
        Pictures.WriteLines(_folder.Path, "train.txt", "ok.jpg happy", line);

        string message = Assert.Throws<UserErrorException>(() => new AnnotationFileKind().List(_folder.Path)).Message;

        Assert.Contains("line 2", message);
        Assert.Contains(what, message);
    }

    [Fact]
    public void Landmarks_are_read_from_a_table_or_from_pts_files()
    {
        Point2[] points = Pictures.Points(10, 20, 30);
        string header = string.Join(',', Enumerable.Range(0, 68).Select(point => $"x{point},y{point}"));
        string cells = string.Join(',', points.Select(point => FormattableString.Invariant($"{point.X},{point.Y}")));
        Pictures.WriteLines(_folder.Path, "table/landmarks.csv", $"file,person,{header}", $"images/a.jpg,Ann,{cells}");
        Pictures.WriteLines(_folder.Path, "pts/train/a.jpg", "");
        Pictures.WriteLines(_folder.Path, "pts/train/b.jpg", "");
        Pictures.WriteLines(_folder.Path, "pts/train/a.pts", ["version: 1", "n_points:  68", "{", .. points.Select(point => FormattableString.Invariant($"{point.X + 0.5f} {point.Y + 0.5f}")), "}"]);

        DatasetItem ofTable = Assert.Single(new Landmarks68Kind().List(Path.Combine(_folder.Path, "table")));
        DatasetItem ofPts = Assert.Single(new Landmarks68Kind().List(Path.Combine(_folder.Path, "pts")));

        Assert.Equal(("landmarks68/Ann", null), (ofTable.Person, ofTable.Label));
        Assert.Equal(points, ofTable.Landmarks!);
        Assert.Equal(PublishedPart.Training, ofPts.Part);
        Assert.All(points.Zip(ofPts.Landmarks!), pair => Assert.Equal(pair.First.X + pair.First.Y, pair.Second.X + pair.Second.Y, 1e-4f));
    }

    [Fact]
    public void Of_two_rows_that_name_one_picture_the_later_counts()
    {
        string header = string.Join(',', Enumerable.Range(0, 68).Select(point => $"x{point},y{point}"));
        string Row(string name, Point2[] points) => $"images/{name}.jpg,Ann,{string.Join(',', points.Select(point => FormattableString.Invariant($"{point.X},{point.Y}")))}";
        Pictures.WriteLines(_folder.Path, "landmarks.csv", $"file,person,{header}", Row("a", Pictures.Points(1, 2, 30)), Row("b", Pictures.Points(5, 6, 30)), Row("a", Pictures.Points(3, 4, 30)));

        IReadOnlyList<DatasetItem> items = new Landmarks68Kind().List(_folder.Path);

        Assert.Equal(["a.jpg", "b.jpg"], items.Select(item => Path.GetFileName(item.Path)));
        Assert.Equal(Pictures.Points(3, 4, 30), items[0].Landmarks!);
    }

    [Fact]
    public void A_pts_file_of_other_points_is_refused()
    {
        Pictures.WriteLines(_folder.Path, "a.jpg", "");
        Pictures.WriteLines(_folder.Path, "a.pts", "version: 1", "n_points: 2", "{", "1 2", "3 4", "}");

        Assert.Contains("a.pts", Assert.Throws<UserErrorException>(() => new Landmarks68Kind().List(_folder.Path)).Message);
    }

    [Fact]
    public void Every_kind_says_that_a_folder_is_missing_or_empty()
    {
        foreach (IDatasetKind kind in DatasetKinds.All)
        {
            Assert.Throws<UserErrorException>(() => kind.List(Path.Combine(_folder.Path, "none")));
            Assert.Throws<UserErrorException>(() => kind.List(_folder.Path));
            Assert.Same(kind, DatasetKinds.Named(kind.Name));
        }
        Assert.Contains("affectnet", Assert.Throws<UserErrorException>(() => DatasetKinds.Named("imagenet")).Message);
    }

    public void Dispose() => _folder.Dispose();
}
