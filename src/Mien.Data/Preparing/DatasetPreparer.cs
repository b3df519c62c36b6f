using System.Collections.Concurrent;
using System.Globalization;
using Mien.Core;
using Mien.Data.Clips;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Speech;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Data.Preparing;

/// <summary>
/// Makes a smaller copy that training reads faster: of pictures and films the faces, cut out, as an image folder
/// (PART/LABEL/NAME.jpg and people.csv); of recordings mono WAV under the same names. Originals stay as they are.
/// </summary>
public sealed class DatasetPreparer : IDisposable
{
    private readonly PreparationOptions _options;
    private readonly FaceCropReader _crops;
    private readonly FilmFaceReader _films;
    private readonly WaveformStore _waveforms;
    private readonly ConcurrentBag<(string Path, string? Person)> _people = [];
    private readonly ConcurrentBag<DroppedItem> _left = [];
    private int _pictures, _recordings;

    /// <summary>Makes a preparer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public DatasetPreparer(PreparationOptions options)
    {
        options.Validate();
        _options = options;
        _crops = new FaceCropReader(new ImageSpec { Width = options.FaceSize, Height = options.FaceSize, CropMargin = options.Margin });
        _films = new FilmFaceReader(_crops, options.Moments, cache: null, keepInMemory: false);
        _waveforms = new WaveformStore(null, options.SampleRateHz);
    }

    /// <summary>Prepares items on all cores.</summary>
    /// <param name="items">The items.</param>
    /// <param name="root">Their dataset's folder; recordings keep their places relative to it.</param>
    /// <param name="output">The folder to write to.</param>
    /// <param name="advanced">Told how many items are done, from several threads, or null.</param>
    /// <param name="cancellationToken">Ends it; what is written by then stays.</param>
    public PreparationResult Run(IReadOnlyList<DatasetItem> items, string root, string output, Action<int>? advanced = null, CancellationToken cancellationToken = default)
    {
        string target = Path.GetFullPath(output);
        int done = 0;
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForAsync(0, items.Count, parallel, (index, stop) =>
        {
            try
            {
                Prepare(items[index], index, Path.GetFullPath(root), target, stop);
            }
            catch (UserErrorException error)
            {
                _left.Add(new DroppedItem(items[index].Path, "unreadable", error.Message));
            }
            advanced?.Invoke(Interlocked.Increment(ref done));
            return ValueTask.CompletedTask;
        }).GetAwaiter().GetResult();
        PeopleTable.Write(target, _people.OrderBy(pair => pair.Path, StringComparer.Ordinal));
        return new PreparationResult(_pictures, _recordings, [.. _left.OrderBy(item => item.Path, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _films.Dispose();

    private void Prepare(DatasetItem item, int index, string root, string target, CancellationToken cancellation)
    {
        if (item.Medium == ItemMedium.Picture)
            WritePicture(item, item.Pixels is { } gray ? CutGray(gray) : _crops.Read(item).Rgb, PicturePath(item, index, target, ""));
        else if (item.Medium == ItemMedium.Film)
            WriteFilm(item, index, target, cancellation);
        if (item.Medium == ItemMedium.Sound || (item.SoundPath is { } sound && sound != item.Path))
            WriteRecording(item.SoundPath ?? item.Path, root, target, cancellation);
        if (item.Medium == ItemMedium.Features)
            throw new UserErrorException($"{item.Path} is a row of features, which need no preparing.");
    }

    private void WriteFilm(DatasetItem item, int index, string target, CancellationToken cancellation)
    {
        IReadOnlyList<byte[]> faces = _films.ReadAll(item.Path, cancellation);
        if (faces[0].Length == 0)
        {
            _left.Add(new DroppedItem(item.Path, "no face", "no face was found at any of its moments"));
            return;
        }
        for (int moment = 0; moment < faces.Count; moment++)
            WritePicture(item, faces[moment], PicturePath(item, index, target, string.Create(CultureInfo.InvariantCulture, $"-{moment}")));
    }

    private void WritePicture(DatasetItem item, byte[] wide, string path)
    {
        using VideoFrame frame = new(_options.FaceSize, _options.FaceSize);
        _crops.CopyMiddle(wide, frame.Rgb.Span);
        byte[] jpeg = ImageCodec.EncodeJpeg(frame, _options.JpegQuality);
        AtomicFile.Write(path, stream => stream.Write(jpeg));
        _people.Add((path, item.Person));
        Interlocked.Increment(ref _pictures);
    }

    private void WriteRecording(string source, string root, string target, CancellationToken cancellation)
    {
        string relative = Path.GetRelativePath(root, source);
        string path = Path.ChangeExtension(Path.Combine(target, relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(source) : relative), ".wav");
        if (Path.GetFullPath(path) == Path.GetFullPath(source))
            throw new UserErrorException($"{source} would be written over; give another output folder.");
        short[] samples = _waveforms.Read([source], cancellation)[0];
        AtomicFile.Write(path, stream => WaveFile.Write(stream, samples, _options.SampleRateHz));
        Interlocked.Increment(ref _recordings);
    }

    private byte[] CutGray(GrayPicture gray)
    {
        using VideoFrame frame = new(gray.Width, gray.Height);
        GrayImage.ToRgb(gray.Pixels.Span, frame.Rgb.Span);
        return _crops.Cut(frame, null).Rgb;
    }

    // The number keeps apart files of one name from different folders.
    private static string PicturePath(DatasetItem item, int index, string target, string suffix)
    {
        string? part = item.Part switch
        {
            PublishedPart.Training => "train",
            PublishedPart.Validation => "val",
            PublishedPart.Test => "test",
            _ => null,
        };
        string name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(item.Path)}-{index:000000}{suffix}.jpg");
        string folder = Path.Combine(item.Label ?? "unlabelled", name);
        return part is null ? Path.Combine(target, folder) : Path.Combine(target, part, folder);
    }
}
