using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Kinds;

public sealed class ClipKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Films_and_recordings_are_paired_by_name_and_either_may_be_alone()
    {
        foreach (string file in (string[])
        [
            "video/Actor_12/01-01-05-01-02-01-12.mp4", "audio/Actor_12/03-01-05-01-02-01-12.wav",
            "video/Actor_12/02-01-03-01-02-01-12.mp4", "video/Actor_12/01-01-03-01-02-01-12.mp4",
            "video/Actor_07/02-01-01-01-02-01-07.mp4",
            "audio/Actor_03/03-01-08-01-02-01-03.wav",
            "audio/Actor_03/03-02-05-01-02-01-03.wav", // song
        ])
            Pictures.WriteLines(_folder.Path, file, "");

        IReadOnlyList<DatasetItem> items = new RavdessKind().List(_folder.Path);

        string? Name(string? path) => path is null ? null : Path.GetFileName(path);
        Assert.Equal(
            [
                ("02-01-01-01-02-01-07.mp4", null, "neutral", "ravdess/07"),
                ("01-01-03-01-02-01-12.mp4", "01-01-03-01-02-01-12.mp4", "happy", "ravdess/12"), // its own sound
                ("01-01-05-01-02-01-12.mp4", "03-01-05-01-02-01-12.wav", "anger", "ravdess/12"),
                ("03-01-08-01-02-01-03.wav", "03-01-08-01-02-01-03.wav", "surprise", "ravdess/03"),
            ],
            items.Select(item => (Name(item.Path), Name(item.SoundPath), item.Label, item.Person)));
        Assert.Equal([ItemMedium.Film, ItemMedium.Film, ItemMedium.Film, ItemMedium.Sound], items.Select(item => item.Medium));
        Assert.Single(items[3].Files);
    }

    [Fact]
    public void Labels_csv_goes_before_the_name()
    {
        Pictures.WriteLines(_folder.Path, "video/01-01-05-01-02-01-12.mp4", "");
        Pictures.WriteLines(_folder.Path, "labels.csv", "name,label", "01-01-05-01-02-01-12.mp4,fearful");

        Assert.Equal("fear", Assert.Single(new RavdessKind().List(_folder.Path)).Label);

        Pictures.WriteLines(_folder.Path, "labels.csv", "name,label", "01-01-05-01-02-01-12.mp4,9");
        Assert.Contains("line 2", Assert.Throws<UserErrorException>(() => new RavdessKind().List(_folder.Path)).Message);
    }

    [Fact]
    public void Features_have_an_index()
    {
        Pictures.WriteLines(_folder.Path, "features.npz", "");
        Pictures.WriteLines(_folder.Path, "index.csv", "row,clip,dataset,actor,label", "0,1001_DFA_ANG_XX,crema-d,1001,anger", "1,x,ravdess,3,happiness");

        IReadOnlyList<DatasetItem> items = new FeaturesKind().List(_folder.Path);

        Assert.Equal([(0, "crema-d/1001", "anger"), (1, "ravdess/3", "happy")], items.Select(item => (item.Row, item.Person, item.Label)));
        Assert.All(items, item => Assert.Empty(item.Files));
    }

    public void Dispose() => _folder.Dispose();
}
