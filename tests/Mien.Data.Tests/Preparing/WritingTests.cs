using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Preparing;
using Mien.Data.Speech;
using Mien.Data.Tests.Support;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Preparing;

public sealed class WritingTests : IDisposable
{
    private const string AffectNetHeader = "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AffectNets_table_becomes_annotation_files_that_read_the_same()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "images"));
        Pictures.WriteLines(_folder.Path, "training.csv", AffectNetHeader, "1/a b.jpg,1,1,9,9,NULL,1,0,0", "1/c.jpg,1,1,9,9,NULL,9,-2,-2", "1/d.jpg,1,1,9,9,NULL,6,0,0");
        Pictures.WriteLines(_folder.Path, "validation.csv", AffectNetHeader, "1/e.jpg,1,1,9,9,NULL,0,0,0");
        IReadOnlyList<DatasetItem> items = new AffectNetKind().List(_folder.Path);
        string output = Path.Combine(_folder.Path, "annotations");

        IReadOnlyList<(string, int)> written = AnnotationWriter.Write(ItemParts.Of(items, new PartShares { Validation = 0 }), AffectNetKind.EmotionLabels, output);

        Assert.Equal([("train.txt", 2), ("test.txt", 1)], written);
        IReadOnlyList<DatasetItem> again = new AnnotationFileKind().List(output);
        Assert.Equal(
            items.Where(item => item.Label != "uncertain").Select(item => (item.Path, item.Label)),
            again.Select(item => (item.Path, item.Label)));
        Assert.Equal(["neutral", "happy", "anger", "uncertain"], AnnotationWriter.LabelsOf(items));
    }

    [Theory]
    [InlineData(FaceAlignment.None)]
    [InlineData(FaceAlignment.Eyes)]
    public void Who_converts_AffectNet_trains_on_the_very_same_samples(FaceAlignment alignment)
    {
        Pictures.Write(_folder.Path, "images/1/a b.png", 120, 90, blue: 10);
        Pictures.Write(_folder.Path, "images/1/c.png", 100, 100, blue: 200);
        Pictures.Write(_folder.Path, "images/2/d.jpg", 80, 110);
        string points = string.Join(';', Pictures.Points(31.3f, 20.07f, 41.9f).Select(point => FormattableString.Invariant($"{point.X};{point.Y}")));
        Pictures.WriteLines(
            _folder.Path,
            "training.csv",
            AffectNetHeader,
            $"1/a b.png,28.4,17.25,50.125,47.3,{points},1,0.785714,-0.055556",
            "1/c.png,10,20,33,44,NULL,6,-2,-2",
            "1/a b.png,60,5,40,60,NULL,2,0.1,-0.2", // another face in the same picture
            "2/d.jpg,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL");
        Pictures.WriteLines(_folder.Path, "validation.csv", AffectNetHeader, "1/c.png,-5,-5,90,60.5,NULL,0,-1,1");
        ItemParts parts = ItemParts.Of(new AffectNetKind().List(_folder.Path), new PartShares { Validation = 0 });
        string output = Path.Combine(_folder.Path, "annotations");
        AnnotationWriter.Write(parts, AffectNetKind.EmotionLabels, output);
        ItemParts again = ItemParts.Of(new AnnotationFileKind().List(output), new PartShares { Validation = 0 });

        Assert.Equal((4, 1), (again.Training.Count, again.Test.Count));
        Assert.Equal(Samples(parts.Training, alignment, augmented: true), Samples(again.Training, alignment, augmented: true));
        Assert.Equal(Samples(parts.Test, alignment, augmented: false), Samples(again.Test, alignment, augmented: false));
        // The comparison can fail: without the boxes the samples are others.
        Assert.NotEqual(Samples(parts.Test, alignment, augmented: false), Samples([.. again.Test.Select(item => item with { Box = null })], alignment, augmented: false));
    }

    [Fact]
    public void Lines_and_rows_that_do_not_match_are_said()
    {
        Pictures.WriteLines(_folder.Path, "train.txt", "a.png happy", "a.png sad", "a.png anger");
        Pictures.WriteLines(_folder.Path, "faces.csv", "file,face_x,face_y,face_width,face_height,facial_landmarks,valence,arousal", "a.png,1,2,3,4,,,", "a.png,5,6,7,8,,,");

        Assert.Contains("2 rows", Assert.Throws<UserErrorException>(() => new AnnotationFileKind().List(_folder.Path)).Message);
    }

    [Fact]
    public void Pictures_in_a_table_are_written_out()
    {
        Pictures.WriteLines(_folder.Path, "fer2013.csv", "emotion,pixels,Usage", $"3,{string.Join(' ', Enumerable.Range(0, 48 * 48).Select(index => index % 200))},Training");
        string output = Path.Combine(_folder.Path, "out");
        AnnotationWriter.Write(ItemParts.Of(new Fer2013Kind().List(_folder.Path), new PartShares { Validation = 0 }), EmotionLabelSet.Shared7, output);

        DatasetItem item = Assert.Single(new AnnotationFileKind().List(output));
        using VideoFrame frame = ImageCodec.DecodeFile(item.Path);
        Assert.Equal("happy", item.Label);
        Assert.Equal((48, 48, 7), (frame.Width, frame.Height, frame.Rgb.Span[7 * 3]));
    }

    [Fact]
    public void Prepared_faces_and_recordings_can_be_read_with_their_people()
    {
        Pictures.Write(_folder.Path, "data/images/a.png", 120, 90);
        string header = string.Join(',', Enumerable.Range(0, 68).Select(point => $"x{point},y{point}"));
        string cells = string.Join(',', Pictures.Points(30, 20, 50).Select(point => FormattableString.Invariant($"{point.X},{point.Y}")));
        Pictures.WriteLines(_folder.Path, "data/landmarks.csv", $"file,person,label,{header}", $"images/a.png,Ann,happy,{cells}", $"images/gone.png,Bea,sad,{cells}");
        string output = Path.Combine(_folder.Path, "out"), root = Path.Combine(_folder.Path, "data");
        using DatasetPreparer preparer = new(new PreparationOptions { FaceSize = 48 });

        PreparationResult result = preparer.Run(new Landmarks68Kind().List(root), root, output);

        Assert.Equal((1, 0), (result.Pictures, result.Recordings));
        Assert.Contains("gone.png", Assert.Single(result.Left).Path);
        DatasetItem face = Assert.Single(new ImageFolderKind().List(output));
        Assert.Equal(("happy", "landmarks68/Ann"), (face.Label, face.Person));
        using VideoFrame frame = ImageCodec.DecodeFile(face.Path);
        Assert.Equal((48, 48), (frame.Width, frame.Height));
    }

    [Fact]
    public void A_recording_is_prepared_under_its_own_name()
    {
        string root = Path.Combine(_folder.Path, "data"), output = Path.Combine(_folder.Path, "out"), wave = Path.Combine(root, "x", "03a01Wa.wav");
        short[] tone = [.. Enumerable.Range(0, 8000).Select(index => (short)(10000 * Math.Sin(index * 0.05)))];
        AtomicFile.Write(wave, stream => WaveFile.Write(stream, tone, 8000));
        using DatasetPreparer preparer = new(new PreparationOptions { SampleRateHz = 8000 });
        IDatasetKind emodb = DatasetKinds.Named("emodb");

        Assert.Equal(1, preparer.Run(emodb.List(root), root, output).Recordings);

        DatasetItem again = Assert.Single(emodb.List(output));
        Assert.Equal("x/03a01Wa.wav", Path.GetRelativePath(output, again.Path));
        short[] read = new WaveformStore(null, 8000).Read([again.Path])[0];
        Assert.Equal(tone.Length, read.Length);
        Assert.All(tone.Zip(read), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    [Fact]
    public void A_contact_sheet_has_a_row_for_each_label_and_folders_of_copies()
    {
        for (int picture = 0; picture < 5; picture++)
        {
            Pictures.Write(_folder.Path, $"data/happy/{picture}.png", blue: 200);
            Pictures.Write(_folder.Path, $"data/sad/{picture}.png", blue: 100);
        }
        File.WriteAllText(Path.Combine(_folder.Path, "data", "sad", "bad.png"), "");
        string output = Path.Combine(_folder.Path, "preview");

        (string sheet, IReadOnlyList<DroppedItem> left) = DatasetPreview.Write(new ImageFolderKind().List(Path.Combine(_folder.Path, "data")), 6, 1, output);

        Assert.EndsWith("bad.png", Assert.Single(left).Path);
        Assert.Equal(5, Directory.EnumerateFiles(Path.Combine(output, "happy")).Count());
        using VideoFrame frame = ImageCodec.DecodeFile(sheet);
        HashSet<byte> blues = [];
        for (int pixel = 0; pixel < frame.Width * frame.Height; pixel++)
            if (frame.Rgb.Span[pixel * 3] != frame.Rgb.Span[pixel * 3 + 2])
                blues.Add(frame.Rgb.Span[pixel * 3 + 2]);
        Assert.Contains((byte)200, blues);
        Assert.Contains((byte)100, blues);
    }

    [Fact]
    public void Statistics_count_labels_parts_people_sizes_and_durations()
    {
        Pictures.Write(_folder.Path, "faces/train/happy/a.png", 40, 30);
        Pictures.Write(_folder.Path, "faces/val/happy/b.png", 60, 50);
        Pictures.Write(_folder.Path, "faces/train/sad/c.png", 20, 80);
        Pictures.WriteLines(_folder.Path, "faces/train/sad/d.png", "");
        Pictures.WriteLines(_folder.Path, "faces/people.csv", "file,person", "train/happy/a.png,Ann", "val/happy/b.png,Bea");
        AtomicFile.Write(Path.Combine(_folder.Path, "emodb", "03a01Wa.wav"), stream => WaveFile.Write(stream, new short[12_000], 8000));

        DatasetStatistics faces = DatasetStatistics.Of(new ImageFolderKind().List(Path.Combine(_folder.Path, "faces")));
        DatasetStatistics sounds = DatasetStatistics.Of(DatasetKinds.Named("emodb").List(Path.Combine(_folder.Path, "emodb")));

        Assert.Equal((4, 1), (faces.Items, faces.Unreadable));
        Assert.Equal(["happy", "sad"], faces.Labels);
        Assert.Equal([[1, 1], [2, 0]], faces.Counts);
        Assert.Equal([("Ann", 1), ("Bea", 1)], faces.People);
        Assert.Equal([(20, 80), (40, 30), (60, 50)], faces.Sizes.Order());
        Assert.Equal(1.5, Assert.Single(sounds.Durations), 0.01);
        Assert.Equal(3, DatasetStatistics.Quantile([5, 1, 3, 2, 4], 0.5));
    }

    // Inputs, targets, landmarks and affect of every sample.
    private static float[][] Samples(IReadOnlyList<DatasetItem> items, FaceAlignment alignment, bool augmented)
    {
        FaceCropReader crops = new(new ImageSpec { Width = 40, Height = 40, Alignment = alignment, CropMargin = 0.1f });
        FacePictureDataset dataset = new(items, AffectNetKind.EmotionLabels, crops, new FacePictureOptions { Landmarks = true, ValenceArousal = true }, new FaceAugmentationOptions());
        return [.. Enumerable.Range(0, dataset.Count).Select(index =>
        {
            float[] input = new float[3 * 40 * 40], target = new float[8], auxiliary = new float[138];
            dataset.Read(index, new SampleBuffer(input, target, auxiliary), augmented ? new SampleRandom(7, index) : null);
            return (float[])[.. input, .. target, .. auxiliary];
        })];
    }

    public void Dispose() => _folder.Dispose();
}
