using System.Text.Json;
using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

public sealed class YuNetFaceDetectorTests
{
    private static readonly FaceDetectorOptions s_options = new() { Threads = 1, ScoreThreshold = 0.6f };

    [Theory]
    [InlineData("yunet_n_320_320", "yunet_n_320_320")]
    [InlineData("yunet_s_320_320", "yunet_s_320_320")]
    [InlineData("yunet_n_dynamic", "yunet_n_320_320")]
    public void AgreesWithOpenCvsOwnFaceDetectorYN(string model, string golden)
    {
        // The file with free sizes holds the same network, which OpenCV cannot load.
        float tolerance = model == golden ? 0.02f : 2;
        float[][] expected = JsonSerializer.Deserialize<float[][]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", golden + ".json")))!;
        using VideoFrame picture = ComposeGoldenPicture();
        using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require($"models/{model}.onnx"), s_options);
        IReadOnlyList<FaceDetection> faces = detector.Detect(picture);
        Assert.Equal(model, detector.Name);
        Assert.Equal(expected.Length, faces.Count);
        foreach (float[] row in expected)
        {
            FaceDetection face = faces.MaxBy(face => face.Box.IntersectionOverUnion(new BoundingBox(row[0], row[1], row[2], row[3])));
            FaceLandmarks5 points = face.Landmarks!.Value;
            float[] actual =
            [
                face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height, points.LeftEye.X, points.LeftEye.Y, points.RightEye.X, points.RightEye.Y,
                points.Nose.X, points.Nose.Y, points.LeftMouth.X, points.LeftMouth.Y, points.RightMouth.X, points.RightMouth.Y,
            ];
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(row[i], actual[i], tolerance);
            Assert.Equal(row[14], face.Confidence, model == golden ? 1e-3f : 0.02f);
        }
    }

    [Theory]
    [InlineData("yunet_n_320_320")]
    [InlineData("yunet_n_dynamic")]
    public void FindsTheSameFaceAtEverySizeAndShapeOfFrame(string model)
    {
        using VideoFrame portrait = ImageCodec.DecodeFile(Installed.RequirePortrait());
        using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require($"models/{model}.onnx"), s_options);
        FaceDetection reference = Assert.Single(detector.Detect(portrait));
        // Squeezed frames show a squeezed face: each must come out in its own frame's pixels.
        foreach ((int width, int height) in ((int, int)[])[(1024, 1024), (300, 300), (333, 257), (512, 512), (260, 300)])
        {
            using VideoFrame resized = new(width, height);
            ImageSampler.Resize(portrait.Rgb.Span, portrait.Width, portrait.Height, 3, resized.Rgb.Span, width, height, Interpolation.Area);
            FaceDetection face = Assert.Single(detector.Detect(resized));
            float scaleX = (float)portrait.Width / width, scaleY = (float)portrait.Height / height;
            BoundingBox box = new(face.Box.X * scaleX, face.Box.Y * scaleY, face.Box.Width * scaleX, face.Box.Height * scaleY);
            Assert.True(box.IntersectionOverUnion(reference.Box) > 0.8, $"{width} x {height}: {box} and {reference.Box}");
            Assert.Equal(reference.Landmarks!.Value.LeftEye.X, face.Landmarks!.Value.LeftEye.X * scaleX, 8f);
            Assert.Equal(reference.Landmarks!.Value.LeftMouth.Y, face.Landmarks!.Value.LeftMouth.Y * scaleY, 8f);
        }
    }

    [Fact]
    public void GivesTheSurestFacesWhenAskedForFewer()
    {
        using VideoFrame picture = ComposeGoldenPicture();
        using IFaceDetector all = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"), s_options);
        using IFaceDetector one = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"), s_options with { MaxFaces = 1 });
        using IFaceDetector none = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"), s_options with { ScoreThreshold = 0.99f });
        IReadOnlyList<FaceDetection> faces = all.Detect(picture);
        Assert.Equal(faces.OrderByDescending(face => face.Confidence), faces);
        Assert.Equal(faces[0], Assert.Single(one.Detect(picture)));
        Assert.Empty(none.Detect(picture));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(4000, 3)]
    public void FindsNothingInFramesWithoutRoomForAFace(int width, int height)
    {
        using VideoFrame frame = new(width, height);
        frame.Rgb.Span.Fill(128);
        foreach (string model in (string[])["yunet_n_320_320", "yunet_n_dynamic"])
        {
            using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require($"models/{model}.onnx"), s_options);
            Assert.Empty(detector.Detect(frame));
        }
    }

    [Fact]
    public void AllocatesNothing()
    {
        using VideoFrame portrait = ImageCodec.DecodeFile(Installed.RequirePortrait());
        using IFaceDetector detector = OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_320_320.onnx"), s_options);
        List<FaceDetection> faces = [];
        for (int i = 0; i < 3; i++)
            detector.Detect(portrait, faces);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            detector.Detect(portrait, faces);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(detector.Detect(portrait), faces);
    }

    [Fact]
    public void RefusesOtherModels()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => OnnxFaceDetector.Load(SharedData.Require("models/ultraface_rfb_320.onnx")));
        Assert.Contains("ultraface_rfb_320.onnx is not a YuNet face detector", error.Message);
        Assert.Throws<UserErrorException>(() => OnnxFaceDetector.Load("/nowhere/yunet.onnx"));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxFaceDetector.Load("any.onnx", new FaceDetectorOptions { NmsThreshold = 2 }));
    }

    // As tests/Golden/yunet/compose.py does.
    private static VideoFrame ComposeGoldenPicture()
    {
        using VideoFrame portrait = ImageCodec.DecodeFile(Installed.RequirePortrait());
        VideoFrame picture = new(320, 320);
        for (int y = 0; y < 320; y++)
            for (int x = 0; x < 320; x++)
            {
                (int sourceX, int sourceY) = x < 160 ? (150 + x, y) : y < 160 ? (80 + 2 * (x - 160), 2 * y) : (3 * (159 - (x - 160)), 3 * (y - 160));
                portrait.Rgb.Span.Slice((sourceY * portrait.Width + sourceX) * 3, 3).CopyTo(picture.Rgb.Span[((y * 320 + x) * 3)..]);
            }
        return picture;
    }
}
