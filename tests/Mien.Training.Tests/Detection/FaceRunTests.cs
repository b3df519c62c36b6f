using System.Globalization;
using Mien.Core;
using Mien.Data.Scenes;
using Mien.Interop.OpenCv;
using Mien.Training.Evaluation;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Detection;

/// <summary>From a folder of marked pictures through the config to a scored checkpoint, as the commands do it.</summary>
public sealed class FaceRunTests : IDisposable
{
    private const int People = 10, PicturesEach = 3;

    private readonly TemporaryFolder _folder = new();

    public FaceRunTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "marked"));
        List<string> lines = ["file,person," + string.Join(',', Enumerable.Range(0, 68).Select(point => $"x{point},y{point}"))];
        for (int picture = 0; picture < People * PicturesEach; picture++)
        {
            using VideoFrame frame = new(96, 80);
            new Random(picture).NextBytes(frame.Rgb.Span);
            string name = $"{picture}.png";
            File.WriteAllBytes(Path.Combine(_folder.Path, "marked", name), ImageCodec.EncodePng(frame));
            IEnumerable<string> points = Enumerable.Range(0, 68).Select(point => string.Create(CultureInfo.InvariantCulture, $"{30 + 4 * (point % 9)},{30 + 4 * (point / 9)}"));
            lines.Add($"{name},person{picture / PicturesEach},{string.Join(',', points)}");
        }
        File.WriteAllLines(Path.Combine(_folder.Path, "marked", "landmarks.csv"), lines);
    }

    [Fact]
    public void A_detector_is_trained_by_config_and_scored_on_other_people()
    {
        string best = Train("""
            name: detector
            epochs: 1
            threads: 1
            batch_size: 4
            select_by: average_precision
            model: {name: face_detector, width: 8, neck_width: 8, depth: 1}
            data:
              kind: face_scenes
              frames: marked
              portraits: null
              count: 16
              held_out_count: 5
              scenes: {size: 64, min_face: 12, max_face: 60, max_faces: 4}
            """);

        Assert.True(TaskEvaluation.IsFor(best));
        (ValidationResult result, int samples) = TaskEvaluation.Execute(best, _folder.Path, DatasetPart.Test);
        Assert.Equal(5, samples);
        Assert.InRange(Assert.IsType<DetectionResult>(result).AveragePrecision, 0, 1);
        // The parts show other people, and other pictures.
        FaceSceneDataOptions data = new() { Root = _folder.Path, Frames = "marked", Portraits = null, Scenes = new SceneOptions { Size = 64, MinFace = 12, MaxFace = 60 } };
        Assert.NotEqual(data.Open(DatasetPart.Validation).Compose(0).Rgb, data.Open(DatasetPart.Test).Compose(0).Rgb);
        Assert.Equal(data.Open(DatasetPart.Test).Compose(3).Rgb, data.Open(DatasetPart.Test).Compose(3).Rgb);
    }

    [Fact]
    public void Landmarks_are_trained_by_config_and_scored_on_other_people()
    {
        string best = Train("""
            name: landmarks
            epochs: 1
            threads: 1
            batch_size: 4
            select_by: normalized_mean_error
            model: {name: face_landmarks, image_size: 32, width: 8, depth: 1, neck_width: 8}
            data: {kind: landmarks68, folder: marked, landmarks: true, hidden: true, image_size: 32, alignment: eyes, eye_distance: 0.3}
            """);

        (ValidationResult result, int samples) = TaskEvaluation.Execute(best, _folder.Path, DatasetPart.Test);
        Assert.Equal(samples, Assert.IsType<LandmarkValidation>(result).Error.Faces);
        Assert.True(samples is > 0 and < 2 * PicturesEach);
    }

    [Fact]
    public void A_landmark_network_without_landmarks_in_its_data_is_refused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Train("""
            name: landmarks
            model: {name: face_landmarks, image_size: 32}
            data: {kind: landmarks68, folder: marked, image_size: 32}
            """));
        Assert.Contains("data.landmarks", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private string Train(string yaml)
    {
        string path = Path.Combine(_folder.Path, "config.yaml");
        File.WriteAllText(path, yaml);
        return TrainingRun.Execute(TrainingRun.LoadConfig(path, dataRoot: _folder.Path), Path.Combine(_folder.Path, "runs"), new RecordedProgress()).BestModel;
    }
}
