using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Faces;

public sealed class FacePictureDatasetTests : IDisposable
{
    private const int Side = 40;

    private static readonly FaceAugmentationOptions s_nothing = new()
    {
        FlipProbability = 0,
        RotationDegrees = 0,
        Scale = 0,
        Shift = 0,
        Brightness = 0,
        Contrast = 0,
        ErasingProbability = 0,
    };

    private static readonly ImageSpec s_spec = new() { Width = Side, Height = Side, Mean = new(0, 0, 0), Std = new(1, 1, 1) };

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0f, FaceAlignment.None)]
    [InlineData(0.15f, FaceAlignment.None)]
    [InlineData(0f, FaceAlignment.Eyes)]
    public void Without_augmentation_a_face_is_cut_as_inference_cuts_it(float margin, FaceAlignment alignment)
    {
        ImageSpec spec = s_spec with { CropMargin = margin, Alignment = alignment };
        DatasetItem item = Item("a.png", 311, 247, new BoundingBox(37.3f, -12.6f, 203, 191)) with { Landmarks = Pictures.Points(60, 20, 150) };
        FacePictureDataset dataset = Open([item], spec);
        FaceAligner aligner = new(spec);
        float[] expected = new float[aligner.ElementCount];
        using (VideoFrame frame = ImageCodec.DecodeFile(item.Path))
            aligner.Align(frame, new FaceDetection(item.Box!.Value, 1, FaceLandmarks68.ToFive(item.Landmarks!)), expected);

        AssertEqualButForRounding(expected, Read(dataset).Input);
    }

    [Fact]
    public void Without_box_and_landmarks_the_whole_picture_is_the_face()
    {
        DatasetItem item = Item("a.png", 90, 70);
        ImageTransform transform = new(s_spec);
        float[] expected = new float[transform.ElementCount];
        using (VideoFrame frame = ImageCodec.DecodeFile(item.Path))
            transform.Apply(frame.Rgb.Span, frame.Width, frame.Height, expected);

        AssertEqualButForRounding(expected, Read(Open([item])).Input);
    }

    [Fact]
    public void Landmarks_are_fractions_of_the_crop_and_missing_ones_stay_missing()
    {
        Point2[] points = Pictures.Points(20, 30, 40);
        points[5] = new Point2(-1, -1);
        DatasetItem item = Item("a.png", 100, 100, new BoundingBox(10, 20, 80, 80)) with { Landmarks = points, Valence = 0.5f, Arousal = -0.25f };
        FacePictureDataset dataset = Open([item, Item("b.png", 60, 60)], options: new FacePictureOptions { Landmarks = true, ValenceArousal = true });

        Assert.Equal([AuxiliaryTarget.Landmarks68, AuxiliaryTarget.ValenceArousal], dataset.AuxiliaryTargets);
        float[] auxiliary = Read(dataset).Auxiliary;
        for (int point = 0; point < 68; point++)
        {
            Assert.Equal(point == 5 ? -1 : (points[point].X - 10) / 80, auxiliary[2 * point], 1e-5f);
            Assert.Equal(point == 5 ? -1 : (points[point].Y - 20) / 80, auxiliary[2 * point + 1], 1e-5f);
        }
        Assert.Equal([0.5f, -0.25f], auxiliary[136..]);
        Assert.Equal([.. Enumerable.Repeat(-1f, 136), -2, -2], Read(dataset, 1).Auxiliary);
    }

    [Fact]
    public void A_flip_exchanges_left_and_right_landmarks()
    {
        Point2[] points = Pictures.Points(20, 30, 40);
        DatasetItem item = Item("a.png", 100, 100, new BoundingBox(0, 0, 100, 100)) with { Landmarks = points };
        FacePictureDataset dataset = Open([item], options: new FacePictureOptions { Landmarks = true }, augmentation: s_nothing with { FlipProbability = 1 });
        float[] flipped = Read(dataset, random: new SampleRandom(1)).Auxiliary;

        for (int point = 0; point < 68; point++)
        {
            Assert.Equal(1 - points[Landmarks68.MirrorOrder[point]].X / 100, flipped[2 * point], 1e-5f);
            Assert.Equal(points[Landmarks68.MirrorOrder[point]].Y / 100, flipped[2 * point + 1], 1e-5f);
            Assert.Equal(point, Landmarks68.MirrorOrder[Landmarks68.MirrorOrder[point]]);
        }
        Assert.Equal((16, 45, 54, 64, 31), (Landmarks68.MirrorOrder[0], Landmarks68.MirrorOrder[36], Landmarks68.MirrorOrder[48], Landmarks68.MirrorOrder[60], Landmarks68.MirrorOrder[35]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void Points_under_the_painted_rectangle_are_hidden(float patchShare)
    {
        // The picture's colours say where each pixel belongs; what is painted over it says something else.
        Point2[] points = Pictures.Points(80, 80, 80);
        DatasetItem item = Item("a.png", 240, 240, new BoundingBox(60, 60, 120, 120)) with { Landmarks = points };
        FaceAugmentationOptions erasing = s_nothing with { ErasingProbability = 1, ErasingMinSide = 0.3f, ErasingMaxSide = 0.5f, ErasingPatchShare = patchShare };
        FacePictureDataset dataset = Open([item], options: new FacePictureOptions { Landmarks = true, Hidden = true }, augmentation: erasing);
        (int hidden, int seen) = (0, 0);
        for (int seed = 0; seed < 10; seed++)
        {
            (float[] input, float[] auxiliary) = Read(dataset, random: new SampleRandom(seed));
            for (int point = 0; point < 68; point++)
            {
                (int x, int y) = ((int)(auxiliary[2 * point] * Side), (int)(auxiliary[2 * point + 1] * Side));
                (float expectedX, float expectedY) = ((60 + (x + 0.5f) * 3) / 240, (60 + (y + 0.5f) * 3) / 240);
                bool isOwn = Math.Abs(input[y * Side + x] - expectedX) < 0.02f && Math.Abs(input[Side * Side + y * Side + x] - expectedY) < 0.02f;
                if (auxiliary[136 + point] == 0)
                    Assert.True(isOwn);
                else
                    Assert.Equal(1, auxiliary[136 + point]);
                (hidden, seen) = isOwn ? (hidden, seen + 1) : (hidden + 1, seen);
                Assert.True(isOwn || auxiliary[136 + point] == 1);
            }
        }
        Assert.True(hidden > 50 && seen > 50, $"{hidden} hidden, {seen} seen");
        Assert.All(Read(dataset, random: null).Auxiliary[136..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Augmentation_moves_pixels_and_landmarks_together()
    {
        // Red and green of every pixel say where in the picture it comes from, so they must say the landmark's place.
        Point2[] points = Pictures.Points(80, 80, 80);
        DatasetItem item = Item("a.png", 240, 240, new BoundingBox(60, 60, 120, 120)) with { Landmarks = points };
        FaceAugmentationOptions strong = s_nothing with { FlipProbability = 0.5f, RotationDegrees = 15, Scale = 0.1f, Shift = 0.05f, ShearDegrees = 8, CropMinArea = 0.6f };
        FacePictureDataset dataset = Open([item], options: new FacePictureOptions { Landmarks = true }, augmentation: strong);
        int compared = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            (float[] input, float[] auxiliary) = Read(dataset, random: new SampleRandom(seed));
            bool mirrored = auxiliary[0] > auxiliary[2 * 8];
            for (int point = 0; point < 68; point++)
            {
                (float x, float y) = (auxiliary[2 * point] * Side - 0.5f, auxiliary[2 * point + 1] * Side - 0.5f);
                if (x < 1 || y < 1 || x > Side - 2 || y > Side - 2)
                    continue;
                Point2 origin = points[mirrored ? Landmarks68.MirrorOrder[point] : point];
                Assert.Equal(origin.X / 240, Bilinear(input, 0, x, y), 0.02f);
                Assert.Equal(origin.Y / 240, Bilinear(input, 1, x, y), 0.02f);
                compared++;
            }
        }
        Assert.True(compared > 300);
    }

    [Fact]
    public void The_same_seed_gives_the_same_sample_with_or_without_a_cache()
    {
        DatasetItem item = Item("a.jpg", 200, 160, new BoundingBox(20, 20, 120, 120)) with { Landmarks = Pictures.Points(40, 40, 80) };
        string cache = Path.Combine(_folder.Path, "cache");
        FacePictureOptions options = new() { Landmarks = true };
        FacePictureDataset plain = Open([item], options: options, augmentation: new FaceAugmentationOptions());
        FacePictureDataset cached = Open([item], options: options, augmentation: new FaceAugmentationOptions(), cache: cache);

        for (int turn = 0; turn < 3; turn++)
        {
            Assert.Equal(Read(plain, random: new SampleRandom(9)), Read(cached, random: new SampleRandom(9)), SameNumbers);
            Assert.Equal(Read(plain), Read(cached), SameNumbers);
        }
        Assert.Single(Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories));
        Directory.Delete(cache, recursive: true);
        Assert.Equal(Read(plain), Read(cached), SameNumbers);
        Assert.NotEqual(Read(plain, random: new SampleRandom(9)).Input, Read(plain, random: new SampleRandom(10)).Input);
    }

    [Fact]
    public void Foreign_labels_and_missing_pictures_are_said_and_no_label_is_allowed()
    {
        Assert.Contains("ignore_other_labels", Assert.Throws<UserErrorException>(() => Open([Item("a.png", 50, 50) with { Label = "boredom" }])).Message);
        FacePictureDataset dataset = Open([Item("b.png", 50, 50) with { Label = null }, Item("c.png", 50, 50)]);
        Assert.Equal(-1, dataset.LabelOf(0));

        File.Delete(Path.Combine(_folder.Path, "c.png"));
        Assert.Contains("c.png", Assert.Throws<UserErrorException>(() => Read(dataset, 1)).Message);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Training keeps crops as whole levels, inference does not round them.</summary>
    private static void AssertEqualButForRounding(float[] expected, float[] actual) =>
        Assert.InRange(expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max(), 0, 0.501f / 255);

    private static bool SameNumbers((float[] Input, float[] Auxiliary) left, (float[] Input, float[] Auxiliary) right) =>
        left.Input.AsSpan().SequenceEqual(right.Input) && left.Auxiliary.AsSpan().SequenceEqual(right.Auxiliary);

    private static float Bilinear(float[] chw, int channel, float x, float y)
    {
        (int left, int top) = ((int)x, (int)y);
        (float along, float down) = (x - left, y - top);
        float At(int column, int row) => chw[(channel * Side + row) * Side + column];
        return (1 - down) * ((1 - along) * At(left, top) + along * At(left + 1, top)) + down * ((1 - along) * At(left, top + 1) + along * At(left + 1, top + 1));
    }

    private DatasetItem Item(string file, int width, int height, BoundingBox? box = null) =>
        new() { Path = Pictures.Write(_folder.Path, file, width, height), Medium = ItemMedium.Picture, Label = "happy", Box = box };

    private static FacePictureDataset Open(IReadOnlyList<DatasetItem> items, ImageSpec? spec = null, FacePictureOptions? options = null, FaceAugmentationOptions? augmentation = null, string? cache = null) =>
        new(items, EmotionLabelSet.Shared7, new FaceCropReader(spec ?? s_spec, cache is null ? null : new(cache)), options ?? new FacePictureOptions(), augmentation);

    private static (float[] Input, float[] Auxiliary) Read(FacePictureDataset dataset, int index = 0, SampleRandom? random = null)
    {
        float[] input = new float[3 * Side * Side], target = new float[7], auxiliary = new float[dataset.AuxiliaryTargets.Sum(numbers => numbers.Length)];
        dataset.Read(index, new SampleBuffer(input, target, auxiliary), random);
        Assert.Equal(dataset.LabelOf(index) < 0 ? 0 : 1, target.Sum());
        return (input, auxiliary);
    }
}
