using System.IO.Compression;
using System.Text;
using Mien.Core;
using Mien.Data.Features;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Features;

public sealed class FeatureDatasetTests : IDisposable
{
    private static readonly EmotionLabelSet s_labels = new(["happy", "anger"]);

    private readonly TemporaryFolder _folder = new();

    public FeatureDatasetTests()
    {
        using ZipArchive archive = ZipFile.Open(Path.Combine(_folder.Path, FeaturesKind.ArchiveName), ZipArchiveMode.Create);
        Write(archive, "audio", 3, 2, [1, 2, 3, 4, 5, 6]);
        Write(archive, "video", 3, 1, [10, 20, 30]);
        Pictures.WriteLines(_folder.Path, "index.csv", "row,dataset,actor,label", "2,ravdess,1,anger", "0,ravdess,2,happy", "1,ravdess,2,sad");
    }

    [Fact]
    public void Rows_are_found_by_the_index_and_other_labels_left_out()
    {
        FeatureDataset dataset = Open("video", "audio");
        float[] input = new float[3], target = new float[2];
        dataset.Read(0, new SampleBuffer(input, target), null);

        Assert.Equal(["video", "audio"], dataset.Inputs.Select(part => part.Name));
        Assert.Equal([30, 5, 6], input);
        Assert.Equal([0, 1], target);
        Assert.Equal(["ravdess/1", "ravdess/2"], dataset.Groups.Select(group => group.Name));
    }

    [Fact]
    public void A_missing_array_and_a_row_beyond_the_end_are_said()
    {
        Assert.Contains("text", Assert.Throws<UserErrorException>(() => Open("text")).Message);
        Pictures.WriteLines(_folder.Path, "index.csv", "row,label", "3,happy");
        Assert.Contains("row 3", Assert.Throws<UserErrorException>(() => Open("audio")).Message);
    }

    public void Dispose() => _folder.Dispose();

    private FeatureDataset Open(params string[] arrays) => new(new FeaturesKind().List(_folder.Path), s_labels, arrays);

    private static void Write(ZipArchive archive, string name, int rows, int columns, float[] values)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}".PadRight(117) + "\n";
        using BinaryWriter writer = new(archive.CreateEntry($"{name}.npy").Open());
        writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        writer.Write((short)header.Length);
        writer.Write(Encoding.ASCII.GetBytes(header));
        foreach (float value in values)
            writer.Write(value);
    }
}
