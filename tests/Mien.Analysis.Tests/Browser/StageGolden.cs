using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Inference;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Analysis.Tests.Browser;

/// <summary>What each stage makes of one frame, each given what the stage before it gave here.</summary>
internal sealed class StageGolden : IDisposable
{
    private const int DetectorSide = 320;

    private readonly IFaceDetector _detector = OnnxFaceDetector.Load(ShippedModels.FaceDetector, new FaceDetectorOptions { ScoreThreshold = FaceDetectorOptions.TrackingThreshold, Threads = 1 });
    private readonly FaceLandmarkEstimator _landmarks = FaceLandmarkEstimator.Load(ShippedModels.FaceLandmarks, 1);
    private readonly ModelBundle _bundle = ModelBundle.Load(ShippedModels.FaceEmotion);
    private readonly FaceEmotionClassifier _classifier;

    public StageGolden() => _classifier = new FaceEmotionClassifier(_bundle);

    public JsonObject Make(string folder, GoldenScene scene)
    {
        using VideoFrame frame = scene.Draw(folder);
        JsonArray faces = [];
        foreach (FaceDetection face in _detector.Detect(frame))
            faces.Add(Read(frame, face));
        return new JsonObject { ["scene"] = scene.ToJson(), ["frame"] = GoldenJson.Hash(frame.Rgb.Span), ["shrunk"] = Shrunk(frame), ["faces"] = faces };
    }

    public void Dispose()
    {
        _classifier.Dispose();
        _bundle.Dispose();
        _landmarks.Dispose();
        _detector.Dispose();
    }

    private static JsonObject Shrunk(VideoFrame frame)
    {
        double scale = Math.Min(1, (double)DetectorSide / Math.Max(frame.Width, frame.Height));
        (int width, int height) = ((int)Math.Round(frame.Width * scale), (int)Math.Round(frame.Height * scale));
        byte[] shrunk = new byte[width * height * 3];
        ImageSampler.Resize(frame.Rgb.Span, frame.Width, frame.Height, 3, shrunk, width, height, Interpolation.Area);
        return new JsonObject { ["width"] = width, ["height"] = height, ["sha256"] = GoldenJson.Hash(shrunk) };
    }

    private JsonObject Read(VideoFrame frame, FaceDetection face)
    {
        FaceLandmarks68 points = _landmarks.Estimate(frame, face);
        FaceDetection aligned = face with { Landmarks = points.ToFive() };
        float[] probabilities = new float[_bundle.Labels.Count];
        _classifier.Classify([new FaceInFrame(frame, aligned)], probabilities);
        JsonObject json = GoldenJson.Face(face);
        json["landmarkCrop"] = Crop(new FaceAligner(_landmarks.Spec), frame, face);
        json["landmarks"] = GoldenJson.Points([.. points.Points]);
        json["hidden"] = GoldenJson.Numbers([.. points.Hidden]);
        json["quality"] = GoldenJson.Quality(new FaceQualityMeter().Measure(frame, face, points));
        json["emotionCrop"] = Crop(new FaceAligner(_bundle.Spec.Image!), frame, aligned);
        json["probabilities"] = GoldenJson.Probabilities(new EmotionEstimate(_bundle.Labels, probabilities));
        return json;
    }

    private static string Crop(FaceAligner aligner, VideoFrame frame, FaceDetection face)
    {
        float[] crop = new float[aligner.ElementCount];
        aligner.Align(frame, face, crop.AsSpan());
        return GoldenJson.Hash(MemoryMarshal.AsBytes(crop.AsSpan()));
    }
}
