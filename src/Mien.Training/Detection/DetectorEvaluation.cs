using System.Diagnostics;
using Mien.Core;
using Mien.Data.Scenes;
using Mien.Training.Metrics;
using Mien.Vision;

namespace Mien.Training.Detection;

/// <summary>Runs a face detector over pictures whose faces are known.</summary>
public static class DetectorEvaluation
{
    /// <summary>Detects in every picture and compares.</summary>
    /// <param name="detector">The detector; it should report weak faces too, or there is no curve to read.</param>
    /// <param name="scenes">The pictures.</param>
    /// <param name="advanced">Told the number of pictures done, or null.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>What the boxes are worth, and the median time of a picture.</returns>
    public static (DetectionResult Result, TimeSpan MedianTime) Run(IFaceDetector detector, IEnumerable<FaceScene> scenes, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        (int pictures, int faces) = (0, 0);
        List<(float, bool)> detections = [];
        List<TimeSpan> times = [];
        foreach (FaceScene scene in scenes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using VideoFrame frame = new(scene.Width, scene.Height);
            scene.Rgb.CopyTo(frame.Rgb);
            long startedAt = Stopwatch.GetTimestamp();
            IReadOnlyList<FaceDetection> found = detector.Detect(frame);
            times.Add(Stopwatch.GetElapsedTime(startedAt));
            DetectionOutcome[] outcomes = DetectionMatch.Compare(found, scene.Faces);
            for (int i = 0; i < outcomes.Length; i++)
                if (outcomes[i] != DetectionOutcome.Ignored)
                    detections.Add((found[i].Confidence, outcomes[i] == DetectionOutcome.True));
            faces += scene.Faces.Count(face => !face.IsIgnored);
            pictures++;
            advanced?.Invoke(pictures);
        }
        times.Sort();
        return (new DetectionResult(pictures, faces, detections), times[times.Count / 2]);
    }
}
