using Mien.Core;
using Mien.Data;
using Mien.Interop.OpenCv;
using Mien.Training;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>A folder with small made-up pictures of seven labels, a config that names them, and weights that say something else of each.</summary>
internal sealed class TinyFaces : IDisposable
{
    private const int Side = 40, PerLabel = 3;

    public TinyFaces()
    {
        EndToEndTest.SkipWithoutEngines();
        Assert.SkipUnless(NativeLibraryLocator.Find("libmien_torch.so") is not null, "The binding to libtorch is not built; run ./mien build.");
        foreach (string part in (string[])["train", "val", "test"])
        {
            SampleRandom random = new(5); // the same pictures in each part: random weights are steady only on what they were made for
            foreach (string label in EmotionLabelSet.Shared7)
                for (int picture = 0; picture < PerLabel; picture++)
                    WriteBlobs(Path.Combine(Folder, "data", "faces", part, label, $"{picture}.png"), random);
        }
        File.WriteAllText(Config, """
            name: tiny-faces
            data:
              kind: image_folder
              folder: faces
              image_size: 64
            model:
              name: face
              stochastic_depth: 0
            """);
        TelltaleWeights.Save(Weights, TrainingRun.LoadConfig(Config, dataRoot: Path.Combine(Folder, "data")));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mien-faces-").FullName;

    public string Config => Path.Combine(Folder, "faces.yaml");

    public string Weights => Path.Combine(Folder, "best.safetensors");

    /// <summary>A folder of pictures of one label.</summary>
    public string Pictures(string label) => Path.Combine(Folder, "data", "faces", "test", label);

    public Task<MienRun> RunAsync(params IEnumerable<string> arguments) => MienProcess.RunAsync(Folder, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void WriteBlobs(string path, SampleRandom random)
    {
        using VideoFrame picture = new(Side, Side);
        Canvas canvas = new(picture);
        canvas.FillRectangle(new BoundingBox(0, 0, Side, Side), (uint)random.NextIndex(0x1000000));
        for (int blob = 0; blob < 6; blob++)
            canvas.FillRectangle(new BoundingBox(random.NextIndex(Side), random.NextIndex(Side), 4 + random.NextIndex(14), 4 + random.NextIndex(14)), (uint)random.NextIndex(0x1000000));
        byte[] png = ImageCodec.EncodePng(picture);
        AtomicFile.Write(path, stream => stream.Write(png));
    }
}
