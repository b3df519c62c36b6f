using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Scenes;
using Mien.Interop.OpenCv;
using Mien.Training.Detection;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Vision;

namespace Mien.Training.Tests.Detection;

/// <summary>The detector and the landmark network that come with Mien, on people that neither has seen.</summary>
public sealed class ShippedFaceModelsTests
{
    private const int Every = 5;

    [Fact]
    public void FacesOfTestPeopleAreFoundAndTheirLandmarksAreNear()
    {
        FaceSceneDataOptions data = new() { Root = Path.GetDirectoryName(SharedData.RequireFolder("landmarks68"))! };
        using IFaceDetector detector = ShippedFaceFinder.OpenDetector(null, threads: 1);
        using FaceLandmarkEstimator landmarks = ShippedFaceFinder.OpenLandmarks(null, threads: 1)!;
        List<double> errors = [];
        (int missed, int more) = (0, 0);
        IReadOnlyList<DatasetItem> items = data.FrameItems(DatasetPart.Test);
        for (int index = 0; index < items.Count; index += Every)
        {
            using VideoFrame frame = ImageCodec.DecodeFile(items[index].Path);
            BoundingBox own = SceneFace.Of(items[index].Landmarks!).Box;
            IReadOnlyList<FaceDetection> found = detector.Detect(frame);
            FaceDetection[] right = [.. found.Where(face => face.Box.IntersectionOverUnion(own) >= DetectionMatch.Overlap)];
            (missed, more) = (missed + (right.Length == 0 ? 1 : 0), more + found.Count - right.Length);
            if (right.Length > 0)
                errors.Add(LandmarkError.OfFace(Flat(items[index].Landmarks!), Flat(landmarks.Estimate(frame, right[0]).Points))!.Value);
        }
        Assert.Equal(0, missed);
        Assert.InRange(more, 0, 5); // second people are in some frames
        Assert.InRange(errors.Average(), 0.01, 0.05);
    }

    [Fact]
    public void WhatIsPaintedOverIsSeenAsHidden()
    {
        FaceSceneDataOptions data = new() { Root = Path.GetDirectoryName(SharedData.RequireFolder("landmarks68"))! };
        using IFaceDetector detector = ShippedFaceFinder.OpenDetector(null, threads: 1);
        using FaceLandmarkEstimator landmarks = ShippedFaceFinder.OpenLandmarks(null, threads: 1)!;
        (double free, double covered, int count) = (0, 0, 0);
        foreach (DatasetItem item in data.FrameItems(DatasetPart.Test).Where((_, index) => index % (2 * Every) == 0))
        {
            using VideoFrame frame = ImageCodec.DecodeFile(item.Path);
            FaceDetection face = detector.Detect(frame)[0];
            free += landmarks.Estimate(frame, face).Hidden.Skip(48).Average();
            BoundingBox box = face.Box;
            new Canvas(frame).FillRectangle(new BoundingBox(box.X, box.Y + 0.62f * box.Height, box.Width, 0.45f * box.Height), 0x406080);
            covered += landmarks.Estimate(frame, face).Hidden.Skip(48).Average();
            count++;
        }
        Assert.True(count > 20);
        Assert.InRange(free / count, 0, 0.1);
        Assert.InRange(covered / count, 0.7, 1);
    }

    private static float[] Flat(IReadOnlyList<Point2> points) => [.. points.SelectMany(point => new[] { point.X, point.Y })];
}
