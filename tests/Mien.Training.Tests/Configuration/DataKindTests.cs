using Mien.Core;
using Mien.Data;
using Mien.Interop.OpenCv;
using Mien.Training.Configuration;
using Mien.Training.Options;

namespace Mien.Training.Tests.Configuration;

public sealed class DataKindTests : IDisposable
{
    private const string Model = "\nmodel:\n  name: face\n";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("fer2013")]
    [InlineData("speech")]
    [InlineData("ravdess")]
    [InlineData("affectnet")]
    [InlineData("image_folder")]
    [InlineData("annotations")]
    [InlineData("landmarks68")]
    [InlineData("features")]
    public void Every_kind_comes_back_from_its_own_yaml(string kind)
    {
        TrainingConfig config = Load($"name: run\ndata:\n  kind: {kind}{Model}");
        string yaml = ConfigWriter.Write(config);

        TrainingConfig again = ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(yaml, "saved"));

        Assert.Equal(config.Data.GetType(), again.Data.GetType());
        Assert.Equal(yaml, ConfigWriter.Write(again));
        Assert.True(config.Data.MakeSpec().Labels.Count >= 7);
    }

    [Fact]
    public void Mixed_sources_keep_their_kinds_and_share_a_root()
    {
        Picture("faces/train/happy/a.png");
        Picture("faces/val/sad/b.png");
        Picture("faces/test/happy/c.png");
        Picture("other/d.png");
        Picture("other/e.png");
        Picture("other/f.png");
        foreach (string name in (string[])["train", "val", "test"])
            File.WriteAllText(Path.Combine(_folder.Path, "other", $"{name}.txt"), name switch { "train" => "d.png anger\n", "val" => "e.png anger\n", _ => "f.png happy\n" });
        TrainingConfig config = Load(
            $$"""
            name: run
            data:
              kind: mixed
              root: {{_folder.Path}}
              sources:
                - {kind: image_folder, folder: faces, image_size: 32, valence_arousal: true}
                - {kind: annotations, folder: other, image_size: 32}
            """ + Model);
        string yaml = ConfigWriter.Write(config);

        Assert.Equal(yaml, ConfigWriter.Write(ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(yaml, "saved"))));
        EmotionDataOptions data = Assert.IsAssignableFrom<EmotionDataOptions>(config.Data);
        IEmotionDataset training = data.Open(DatasetPart.Training), test = data.Open(DatasetPart.Test);
        Assert.Equal(["happy", "anger"], Enumerable.Range(0, training.Count).Select(index => training.Labels[training.LabelOf(index)]));
        Assert.Equal([AuxiliaryTarget.ValenceArousal], training.AuxiliaryTargets);
        Assert.Equal(2, test.Count);
        float[] input = new float[3 * 32 * 32], target = new float[7], auxiliary = new float[2];
        training.Read(1, new SampleBuffer(input, target, auxiliary), new SampleRandom(1));
        Assert.Contains(input, value => value != 0);
    }

    [Fact]
    public void Affectnets_classes_are_eight_or_eleven()
    {
        const string header = "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal";
        Picture("affectnet/images/a.png");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "affectnet"));
        File.WriteAllLines(Path.Combine(_folder.Path, "affectnet", "training.csv"), [header, "a.png,2,2,30,30,NULL,1,0.5,0.5", "a.png,2,2,30,30,NULL,9,-2,-2"]);
        File.WriteAllLines(Path.Combine(_folder.Path, "affectnet", "validation.csv"), [header, "a.png,2,2,30,30,NULL,10,-2,-2", "a.png,2,2,30,30,NULL,7,0.1,0.1"]);
        IEmotionDataset Open(int classes, DatasetPart part) =>
            ((EmotionDataOptions)Load($"name: run\ndata:\n  kind: affectnet\n  root: {_folder.Path}\n  classes: {classes}\n  image_size: 32\n  shares: {{validation: 0}}{Model}").Data).Open(part);

        Assert.Equal((8, 1, 1), (Open(8, DatasetPart.Training).Labels.Count, Open(8, DatasetPart.Training).Count, Open(8, DatasetPart.Test).Count));
        Assert.Equal((11, 2, 2), (Open(11, DatasetPart.Training).Labels.Count, Open(11, DatasetPart.Training).Count, Open(11, DatasetPart.Test).Count));
        Assert.Contains("classes", Assert.Throws<UserErrorException>(() => Open(7, DatasetPart.Training)).Message);
    }

    [Fact]
    public void Speech_can_have_a_corpus_own_labels()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "emodb"));
        TrainingConfig config = Load(
            "name: run\ndata:\n  kind: speech\n  labels: [neutral, happy, sad, anger, fear, disgust, boredom]\n  corpora:\n    - {name: emodb, folder: emodb}" + Model);

        Assert.Equal(["neutral", "happy", "sad", "anger", "fear", "disgust", "boredom"], config.Data.MakeSpec().Labels);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingConfig Load(string yaml) => ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(yaml, "test.yaml"));

    private void Picture(string file)
    {
        string path = Path.Combine(_folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using VideoFrame frame = new(40, 40);
        for (int at = 0; at < frame.Rgb.Length; at++)
            frame.Rgb.Span[at] = (byte)(at * 7);
        File.WriteAllBytes(path, ImageCodec.EncodePng(frame));
    }
}
