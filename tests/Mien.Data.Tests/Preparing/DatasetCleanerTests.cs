using Mien.Data.Kinds;
using Mien.Data.Preparing;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Preparing;

public sealed class DatasetCleanerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Bad_files_are_named_with_the_reason_and_stay_where_they_are()
    {
        Pictures.Write(_folder.Path, "happy/a.png", blue: 1);
        string original = Pictures.Write(_folder.Path, "happy/b.png", blue: 2);
        File.Copy(original, Path.Combine(_folder.Path, "happy", "copy.png"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "sad"));
        File.Copy(original, Path.Combine(_folder.Path, "sad", "c.png"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "sad", "empty.png"), []);
        File.WriteAllText(Path.Combine(_folder.Path, "sad", "text, really.png"), "no picture");
        File.WriteAllBytes(Path.Combine(_folder.Path, "sad", "cut.png"), File.ReadAllBytes(original)[..200]);
        string[] before = [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        IReadOnlyList<DatasetItem> items = new ImageFolderKind().List(_folder.Path);
        int last = 0;

        IReadOnlyList<DroppedItem> dropped = DatasetCleaner.Find(items, done => InterlockedMax(ref last, done));

        Assert.Equal(
            ["happy/copy.png duplicate", "sad/c.png duplicate", "sad/cut.png unreadable", "sad/empty.png empty", "sad/text, really.png unreadable"],
            dropped.Select(item => $"{Path.GetRelativePath(_folder.Path, item.Path)} {item.Reason}"));
        Assert.Contains("labelled happy", dropped[1].Detail);
        Assert.Equal(items.Count, last);
        Assert.Equal(before, Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

        DroppedFiles.Write(Path.Combine(_folder.Path, DroppedFiles.FileName), _folder.Path, dropped);
        Assert.Equal(["a.png", "b.png"], DroppedFiles.Without(items, _folder.Path).Select(item => Path.GetFileName(item.Path)));
    }

    [Fact]
    public void Missing_pictures_and_equal_rows_of_a_table_are_found()
    {
        Pictures.Write(_folder.Path, "a.png");
        Pictures.WriteLines(_folder.Path, "train.txt", "a.png happy", "gone.png happy");
        string pixels = string.Join(' ', Enumerable.Repeat("7", 48 * 48));
        Pictures.WriteLines(_folder.Path, "fer/fer2013.csv", "emotion,pixels,Usage", $"0,{pixels},Training", $"3,{pixels},PrivateTest");

        Assert.Equal("missing", Assert.Single(DatasetCleaner.Find(new AnnotationFileKind().List(_folder.Path))).Reason);
        DroppedItem twice = Assert.Single(DatasetCleaner.Find(new Fer2013Kind().List(Path.Combine(_folder.Path, "fer"))));
        Assert.EndsWith("#0", twice.Path); // the copy of a test picture in training goes, whichever is listed first
        Assert.Contains("labelled happy and this one anger", twice.Detail);
        Assert.Contains("in the part Test", twice.Detail);
    }

    public void Dispose() => _folder.Dispose();

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = target; seen < value; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
