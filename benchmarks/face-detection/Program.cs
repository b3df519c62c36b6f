// Face detectors on the same pictures: recall, false faces, time, size. docs/faces.md holds the table.
// dotnet run -c Release --project benchmarks/face-detection -- DATA [MODEL] [THREADS] [LANDMARKS]
// dotnet run -c Release --project benchmarks/face-detection -- sheet PORTRAIT OUTPUT.jpg   one portrait under ever worse conditions
using System.Diagnostics;
using System.Globalization;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Scenes;
using Mien.Interop.OpenCv;
using Mien.Media;
using Mien.Training.Detection;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Vision;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["sheet", string portrait, string output])
{
    using IFaceDetector shipped = ShippedFaceFinder.OpenDetector(null, 1);
    using FaceLandmarkEstimator? shippedLandmarks = ShippedFaceFinder.OpenLandmarks(null, 1);
    ConditionSheet.Write(portrait, shipped, shippedLandmarks, output);
    return;
}
string data = args[0], model = args.Length > 1 ? args[1] : "models/face-detector.onnx";
int threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
const float Weak = 0.05f; // low enough for a curve
string Peer(string name) => Path.Combine(data, "models", name);
FaceDetectorOptions options = new() { ScoreThreshold = Weak, MaxFaces = 50, Threads = threads };
(string Name, Func<IFaceDetector> Open, float Default, string? File)[] detectors =
[
    ("Mien", () => OnnxFaceDetector.Load(model, options), new FaceDetectorOptions().ScoreThreshold, model),
    ("YuNet-n", () => OnnxFaceDetector.Load(Peer("yunet_n_dynamic.onnx"), options), 0.6f, Peer("yunet_n_dynamic.onnx")),
    ("YuNet-s (320 x 320)", () => OnnxFaceDetector.Load(Peer("yunet_s_320_320.onnx"), options), 0.6f, Peer("yunet_s_320_320.onnx")),
    ("UltraFace RFB-320", () => new UltraFaceDetector(Peer("ultraface_rfb_320.onnx"), Weak, threads), 0.7f, Peer("ultraface_rfb_320.onnx")),
    ("Haar (OpenCV)", () => new HaarFaceDetector(new HaarFaceDetectorOptions { ScoreThreshold = Weak, Threads = threads }), 0.45f, null),
];

SceneOptions plain = new() { Size = 320, MinFace = 24, MaxFace = 200 };
FaceSceneDataOptions test = new() { Root = data, Scenes = plain, HeldOutCount = 600 };
FaceSceneDataset composed = test.Open(DatasetPart.Test);
IFaceScenes frames = test.OpenFrames(DatasetPart.Test);
Report("landmarks68, test people, plain frames", Enumerable.Range(0, frames.Count).Select(frames.Read));
Report("landmarks68 and FER2013, test people, composed at 320 px, faces of 24 to 200 px", Enumerable.Range(0, composed.Count).Select(index => composed.Compose(index)));

if (args.Length > 3)
    ReportLandmarks(args[3]);

Console.WriteLine("\nclips: frames with exactly one face / with none / with more, at the detector's own threshold");
string[] clips = [.. Directory.GetFiles(Path.Combine(data, "clips")).Order(StringComparer.Ordinal)];
foreach ((string name, Func<IFaceDetector> open, float threshold, _) in detectors)
{
    (int one, int none, int more, int wrong) = (0, 0, 0, 0);
    List<string> weak = [];
    using IFaceDetector detector = open();
    foreach (string clip in clips)
    {
        int before = none + more, count = 0;
        MediaFileSource source = await MediaFileSource.OpenAsync(clip);
        await foreach (VideoFrame frame in source.ReadFramesAsync())
            using (frame)
            {
                int faces = detector.Detect(frame).Count(face => face.Confidence >= threshold);
                if (clip.EndsWith("no_face.mp4", StringComparison.Ordinal))
                    wrong += faces;
                else
                    (one, none, more, count) = faces switch { 1 => (one + 1, none, more, count + 1), 0 => (one, none + 1, more, count + 1), _ => (one, none, more + 1, count + 1) };
            }
        if (none + more > before)
            weak.Add($"{Path.GetFileName(clip)} {none + more - before} of {count}");
    }
    Console.WriteLine($"{name}: {one} / {none} / {more}; {wrong} faces in no_face.mp4; not exactly one: {(weak.Count == 0 ? "nowhere" : string.Join(", ", weak))}");
}

// From the frame to the points, as analysis goes: found by the detector, cropped by its five points. A face that is not found fails.
void ReportLandmarks(string path)
{
    using IFaceDetector detector = OnnxFaceDetector.Load(model, options);
    using FaceLandmarkEstimator estimator = FaceLandmarkEstimator.Load(path, threads);
    List<double> errors = [];
    List<TimeSpan> times = [];
    int missed = 0;
    IReadOnlyList<DatasetItem> items = test.FrameItems(DatasetPart.Test);
    foreach (DatasetItem item in items)
    {
        using VideoFrame frame = ImageCodec.DecodeFile(item.Path);
        BoundingBox own = SceneFace.Of(item.Landmarks!).Box;
        FaceDetection? found = detector.Detect(frame).Where(face => face.Box.IntersectionOverUnion(own) >= DetectionMatch.Overlap).Select(face => (FaceDetection?)face).FirstOrDefault();
        if (found is not { } face)
        {
            missed++;
            continue;
        }
        long startedAt = Stopwatch.GetTimestamp();
        FaceLandmarks68 points = estimator.Estimate(frame, face);
        times.Add(Stopwatch.GetElapsedTime(startedAt));
        errors.Add(LandmarkError.OfFace(Flat(item.Landmarks!), Flat(points.Points))!.Value);
    }
    errors.Sort();
    times.Sort();
    Console.WriteLine($"\n68 landmarks, {items.Count} test frames, found by the detector: normalised mean error {errors.Average():P2}, median {errors[errors.Count / 2]:P2}, {missed} faces not found; {times[times.Count / 2].TotalMilliseconds:0.00} ms, {new FileInfo(path).Length / 1e6:0.00} MB");
    WriteCurve(errors, items.Count);
    Console.WriteLine("share of the frames with an error of at most " + string.Join(", ", new[] { 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15 }.Select(limit => $"{limit:P0}: {(double)errors.Count(error => error <= limit) / items.Count:P1}")));

    static float[] Flat(IReadOnlyList<Point2> all) => [.. all.SelectMany(point => new[] { point.X, point.Y })];
}

// The share of all frames (those where no face was found among them) with at most an error, as a drawing.
void WriteCurve(List<double> sorted, int frames)
{
    const int Width = 520, Height = 300, Left = 52, Bottom = 44;
    const double Most = 0.2;
    string At(double error, double share) => $"{Left + error / Most * (Width - Left - 12):0.#},{(Height - Bottom) - share * (Height - Bottom - 12):0.#}";
    string Text(string place, string anchor, string words) => $"<text x=\"{place.Split(',')[0]}\" y=\"{place.Split(',')[1]}\" text-anchor=\"{anchor}\">{words}</text>";
    IEnumerable<string> lines =
    [
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#333\">",
        $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>",
        .. Enumerable.Range(0, 5).Select(i => $"<path d=\"M{At(0, i / 4.0)} L{At(Most, i / 4.0)}\" stroke=\"#ddd\"/>{Text(At(-0.003, i / 4.0 - 0.012), "end", $"{i / 4.0:P0}")}"),
        .. Enumerable.Range(0, 5).Select(i => $"<path d=\"M{At(i * Most / 4, 0)} L{At(i * Most / 4, 1)}\" stroke=\"#ddd\"/>{Text(At(i * Most / 4, -0.06), "middle", $"{i * Most / 4:P0}")}"),
        $"<polyline fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"2\" points=\"{string.Join(' ', sorted.Index().Where(pair => pair.Item <= Most).Select(pair => At(pair.Item, (pair.Index + 1.0) / frames)))}\"/>",
        Text(At(Most / 2, -0.14), "middle", "error, share of the distance between the outer corners of the eyes"),
        "</svg>",
    ];
    File.WriteAllLines("docs/images/landmark-errors.svg", lines);
    Console.WriteLine("wrote docs/images/landmark-errors.svg");
}

void Report(string title, IEnumerable<FaceScene> scenes)
{
    FaceScene[] all = [.. scenes];
    Console.WriteLine($"\n{title}: {all.Length} pictures, {all.Sum(scene => scene.Faces.Count(face => !face.IsIgnored))} faces; {threads} threads\n");
    Console.WriteLine("| detector | average precision | recall at 0.01 false a picture | at 0.1 | own threshold: recall | false a picture | ms, median | MB |");
    Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
    double reference = 0;
    DetectionResult? own = null;
    foreach ((string name, Func<IFaceDetector> open, float threshold, string? file) in detectors)
    {
        using IFaceDetector detector = open();
        (DetectionResult result, TimeSpan time) = DetectorEvaluation.Run(detector, all);
        own ??= result;
        (double recall, double wrong) = result.At(threshold);
        Console.WriteLine($"| {name} | {result.AveragePrecision:0.000} | {result.RecallAt(0.01).Recall:P1} | {result.RecallAt(0.1).Recall:P1} | {recall:P1} | {wrong:0.000} | {time.TotalMilliseconds:0.0} | {(file is null ? "0.9" : (new FileInfo(file).Length / 1e6).ToString("0.00", CultureInfo.InvariantCulture))} |");
        if (name != "YuNet-n")
            continue;
        reference = recall;
        (double ours, double confidence) = own.RecallAt(wrong);
        Console.WriteLine($"\nAt YuNet-n's {wrong:0.000} false faces a picture: YuNet-n {reference:P2}, Mien {ours:P2} (from confidence {confidence:0.00} on): ratio {ours / reference:0.000}\n");
    }
}
