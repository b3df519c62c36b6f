using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Vision;

namespace Mien.Export.Tests;

public sealed class PictureNetworkExporterTests
{
    private static readonly PreprocessingSpec s_spec = new()
    {
        Labels = new EmotionLabelSet(["face"]),
        Image = new ImageSpec { Width = 96, Height = 96, Mean = new RgbVector(0.5f, 0.5f, 0.5f), Std = new RgbVector(0.5f, 0.5f, 0.5f) },
    };

    private static readonly ModelMetadata s_metadata = new() { Name = "random-detector", Version = "0.0.1", License = "CC0-1.0", Reliability = 0.5 };

    [Fact]
    public void FileAgreesWithTorchAtAnySize()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceDetectorModel model = Random();
        using TemporaryFolder folder = new();
        string path = folder.Write(PictureNetworkExporter.Build(model, s_spec, s_metadata));

        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 1 });
        ParityReport report = PictureNetworkExporter.Compare(model, session, ParityInputs.RandomPictures(20));

        Assert.True(report.Agrees, report.ToString());
        Assert.Equal(20, report.Samples);
        Assert.Equal(["stride8: float (batch, 15, height/8, width/8)", "stride16: float (batch, 15, height/16, width/16)", "stride32: float (batch, 15, height/32, width/32)"],
            PictureNetworkExporter.Build(model, s_spec, s_metadata).Graph.Outputs.Select(output => $"{output.Name}: float ({string.Join(", ", output.Shape)})"));
    }

    [Fact]
    public void OnnxCheckerAccepts()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceDetectorModel model = Random();
        using TemporaryFolder folder = new();
        OnnxChecker.Check(folder.Write(PictureNetworkExporter.Build(model, s_spec, s_metadata)));
    }

    [Fact]
    public void ADetectorGivesTheBoxesOfTheModelsMaps()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceDetectorModel model = Random();
        using TemporaryFolder folder = new();
        string path = folder.Write(PictureNetworkExporter.Build(model, s_spec, s_metadata));
        using VideoFrame frame = new(96, 64);
        new Random(3).NextBytes(frame.Rgb.Span);
        float[] input = new float[3 * 96 * 64];
        new ImageTransform(s_spec.Image! with { Height = 64 }).Normalize(frame.Rgb.Span, input);

        List<FaceDetection> expected = [];
        using (Grad.Disabled())
        {
            model.Eval();
            Tensor[] maps = model.Forward(Tensor.From(input, 1, 3, 64, 96));
            for (int level = 0; level < maps.Length; level++)
                FaceMapDecoder.Decode(maps[level].ToArray<float>(), (int)maps[level].Shape[3], (int)maps[level].Shape[2], FaceDetectorModel.Strides[level], 0.005f, 1, 1, expected);
        }
        NonMaximumSuppression.Apply(expected, 0.3f, 20);
        using IFaceDetector detector = OnnxFaceDetector.Load(path, new FaceDetectorOptions { ScoreThreshold = 0.005f, Threads = 1 });
        IReadOnlyList<FaceDetection> found = detector.Detect(frame);

        Assert.IsType<MienFaceDetector>(detector);
        Assert.Equal("random-detector", detector.Name);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, found.Count);
        foreach ((FaceDetection one, FaceDetection other) in expected.Zip(found))
        {
            Assert.Equal(one.Confidence, other.Confidence, 1e-4f);
            Assert.Equal(one.Box.X, other.Box.X, 1e-2f);
            Assert.Equal(one.Box.Height, other.Box.Height, 1e-2f);
            Assert.Equal(one.Landmarks!.Value.RightMouth.Y, other.Landmarks!.Value.RightMouth.Y, 1e-2f);
        }
    }

    [Fact]
    public void ALandmarkNetworkAgreesToo()
    {
        using TensorScope scope = TensorScope.Begin();
        using TemporaryFolder folder = new();
        TorchRandom.Seed(6);
        using FaceLandmarkModel model = new(new FaceLandmarkSpec { ImageSize = 64, Width = 8, Depth = 1, NeckWidth = 16 });
        using (Grad.Disabled())
            model.Forward(Tensor.Randn([4, 3, 64, 64]));
        OnnxModel onnx = PictureNetworkExporter.Build(model, s_spec with { Image = s_spec.Image! with { Width = 64, Height = 64 } }, s_metadata);
        string path = folder.Write(onnx);

        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 1 });
        ParityReport report = PictureNetworkExporter.Compare(model, session, ParityInputs.RandomPictures(12, (64, 64)));

        Assert.True(report.Agrees, report.ToString());
        Assert.Equal("face_landmarks", onnx.Metadata["mien.task"]);
        Assert.Equal(["landmarks: (batch, 136)", "hidden: (batch, 68)"], onnx.Graph.Outputs.Select(output => $"{output.Name}: ({string.Join(", ", output.Shape)})"));
        OnnxChecker.Check(path);
    }

    [Fact]
    public void AnEstimatorGivesTheNetworksPointsInTheFrame()
    {
        using TensorScope scope = TensorScope.Begin();
        using TemporaryFolder folder = new();
        TorchRandom.Seed(7);
        using FaceLandmarkModel model = new(new FaceLandmarkSpec { ImageSize = 64, Width = 8, Depth = 1, NeckWidth = 16 });
        PreprocessingSpec spec = s_spec with { Image = new ImageSpec { Width = 64, Height = 64, Alignment = FaceAlignment.Eyes, EyeDistance = 0.3f } };
        string path = folder.Write(PictureNetworkExporter.Build(model, spec, s_metadata));
        using VideoFrame frame = new(160, 120);
        new Random(4).NextBytes(frame.Rgb.Span);
        FaceDetection face = new(new BoundingBox(50, 30, 40, 50), 0.9f, new FaceLandmarks5(new(60, 45), new(82, 50), new(70, 55), new(58, 66), new(78, 70)));
        FaceAligner aligner = new(spec.Image!);
        model.Eval();
        float[] crop = new float[aligner.ElementCount];
        aligner.Align(frame, face, crop);
        float[] places;
        using (Grad.Disabled())
            places = model.Forward(Tensor.From(crop, 1, 3, 64, 64))[0].ToArray<float>();
        Point2[] expected = [.. Enumerable.Range(0, 68).Select(point => aligner.CropToFrame(face).Apply(new Point2(places[2 * point] * 64, places[2 * point + 1] * 64)))];

        using FaceLandmarkEstimator estimator = FaceLandmarkEstimator.Load(path, threads: 1);
        FaceLandmarks68 found = estimator.Estimate(frame, face);
        IReadOnlyList<Point2> points = found.Points;

        for (int point = 0; point < points.Count; point++)
        {
            Assert.Equal(expected[point].X, points[point].X, 1e-2f);
            Assert.Equal(expected[point].Y, points[point].Y, 1e-2f);
        }
        Assert.Contains("landmark", Assert.Throws<UserErrorException>(() => FaceLandmarkEstimator.Load(folder.Write(PictureNetworkExporter.Build(Random(), s_spec, s_metadata)))).Message);
    }

    private static FaceDetectorModel Random()
    {
        TorchRandom.Seed(5);
        FaceDetectorModel model = new(new FaceDetectorSpec { Width = 8, NeckWidth = 16, Depth = 1 });
        using IDisposable noGradients = Grad.Disabled();
        using TensorScope scope = TensorScope.Begin();
        model.Forward(Tensor.Randn([4, 3, 96, 96])); // batch norms that have seen data
        model.Eval();
        return model;
    }
}
