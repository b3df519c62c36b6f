// One face crop of a 640x480 frame: preprocessing (eyes aligned, resized, normalised) and the network, without detection.
//
//     dotnet run -c Release --project benchmarks/face-crop -- MODEL.onnx [THREADS [RUNS]]
using System.Diagnostics;
using System.Globalization;
using Mien.Core;
using Mien.Inference;
using Mien.Preprocessing;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0)
{
    Console.Error.WriteLine("Name a face model: MODEL.onnx [THREADS [RUNS]]");
    return 2;
}
int threads = args.Length > 1 ? int.Parse(args[1]) : 2;
int runs = args.Length > 2 ? int.Parse(args[2]) : 1000;

using ModelBundle bundle = ModelBundle.Load(args[0], threads, allowSpinning: true); // nothing else runs
using FaceEmotionClassifier classifier = new(bundle);
FaceAligner aligner = new(bundle.Spec.Image!);
using VideoFrame frame = new(640, 480);
new Random(1).NextBytes(frame.Rgb.Span);
FaceDetection face = new(
    new BoundingBox(220, 120, 180, 220), 0.9f,
    new FaceLandmarks5(new Point2(270, 205), new Point2(352, 200), new Point2(312, 250), new Point2(278, 295), new Point2(345, 292)));
float[] crop = new float[aligner.ElementCount], probabilities = new float[bundle.Labels.Count];

double[] preprocessing = Time(() => aligner.Align(frame, face, crop));
double[] whole = Time(() => classifier.Classify([new FaceInFrame(frame, face)], probabilities));
Console.WriteLine($"{Path.GetFileName(args[0])}, {bundle.Spec.Image!.Width} px, {threads} threads, {runs} runs");
Console.WriteLine($"preprocessing           median {At(preprocessing, 0.5):0.00} ms, 95th percentile {At(preprocessing, 0.95):0.00} ms");
Console.WriteLine($"preprocessing + network median {At(whole, 0.5):0.00} ms, 95th percentile {At(whole, 0.95):0.00} ms");
return 0;

double[] Time(Action action)
{
    for (int i = 0; i < runs / 10 + 10; i++)
        action();
    double[] milliseconds = new double[runs];
    for (int i = 0; i < runs; i++)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    Array.Sort(milliseconds);
    return milliseconds;
}

static double At(double[] sorted, double quantile) => sorted[(int)(quantile * (sorted.Length - 1))];
