// Searching every n-th frame against searching every frame, on the same films: equal boxes, ids and time. docs/faces.md holds the table.
// dotnet run -c Release --project benchmarks/face-tracking -- CLIPS [MODEL] [THREADS]
using System.Diagnostics;
using System.Globalization;
using Mien.Core;
using Mien.Media;
using Mien.Vision;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string model = args.Length > 1 ? args[1] : "models/face-detector.onnx";
int threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2;
const float Equal = 0.7f;
int[] rates = [1, 2, 3, 5];
string[] films = [.. Directory.GetFiles(args[0]).Where(file => file.EndsWith(".mp4", StringComparison.Ordinal) || file.EndsWith(".mpg", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
using IFaceDetector detector = OnnxFaceDetector.Load(model, new FaceDetectorOptions { Threads = threads, ScoreThreshold = FaceDetectorOptions.TrackingThreshold });

(long boxes, long frames) = (0, 0);
double[] overlap = new double[rates.Length];
long[] equal = new long[rates.Length], extra = new long[rates.Length], searched = new long[rates.Length];
TimeSpan[] time = new TimeSpan[rates.Length];
Console.WriteLine($"{"film",-26}{"frames",8}{"boxes",8}   " + string.Concat(rates.Select(rate => $"n={rate}: equal, extra, ids, ms".PadRight(36))));
foreach (string film in films)
{
    FaceFollower[] followers = [.. rates.Select(rate => new FaceFollower(detector, null, rate))];
    HashSet<int>[] ids = [.. rates.Select(_ => new HashSet<int>())];
    long[] equalHere = new long[rates.Length], extraHere = new long[rates.Length];
    TimeSpan[] timeHere = new TimeSpan[rates.Length];
    (long boxesHere, long framesHere) = (0, 0);
    MediaFileSource source = await MediaFileSource.OpenAsync(film);
    await foreach (VideoFrame frame in source.ReadFramesAsync())
        using (frame)
        {
            IReadOnlyList<TrackedFace> reference = [];
            for (int i = 0; i < rates.Length; i++)
            {
                // All rates in turn on each frame, so that a busy moment of the machine slows them alike.
                long start = Stopwatch.GetTimestamp();
                IReadOnlyList<TrackedFace> faces = followers[i].Follow(frame);
                timeHere[i] += Stopwatch.GetElapsedTime(start);
                if (i == 0)
                    reference = faces;
                ids[i].UnionWith(faces.Select(face => face.Id));
                float[] best = [.. reference.Select(wanted => faces.Select(face => face.Detection.Box.IntersectionOverUnion(wanted.Detection.Box)).DefaultIfEmpty().Max())];
                int found = best.Count(value => value >= Equal);
                overlap[i] += best.Sum();
                equalHere[i] += found;
                extraHere[i] += Math.Max(0, faces.Count - found);
            }
            boxesHere += reference.Count;
            framesHere++;
        }
    (boxes, frames) = (boxes + boxesHere, frames + framesHere);
    Console.Write($"{Path.GetFileName(film),-26}{framesHere,8}{boxesHere,8}   ");
    for (int i = 0; i < rates.Length; i++)
    {
        Console.Write($"{(boxesHere > 0 ? 100.0 * equalHere[i] / boxesHere : 100):0.00} %, {extraHere[i]}, {ids[i].Count}, {timeHere[i].TotalMilliseconds / framesHere:0.00}".PadRight(36));
        (equal[i], extra[i], searched[i], time[i]) = (equal[i] + equalHere[i], extra[i] + extraHere[i], searched[i] + followers[i].SearchedFrames, time[i] + timeHere[i]);
    }
    Console.WriteLine();
}
Console.WriteLine($"\nn   boxes with IoU >= {Equal}   mean IoU   boxes more   frames searched   ms a frame   time of n=1");
for (int i = 0; i < rates.Length; i++)
    Console.WriteLine($"{rates[i]}   {100.0 * equal[i] / boxes:0.00} % of {boxes}   {overlap[i] / boxes:0.000}   {extra[i]}   {searched[i]} of {frames}   {time[i].TotalMilliseconds / frames:0.00}   {100 * time[i] / time[0]:0} %");
