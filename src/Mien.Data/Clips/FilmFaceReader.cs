using System.Collections.Concurrent;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Faces;
using Mien.Media;
using Mien.Vision;

namespace Mien.Data.Clips;

/// <summary>
/// The face in a film at a few moments, spread evenly. Films are decoded and searched once; what was found is kept in a cache
/// folder or, without one, in memory.
/// </summary>
public sealed class FilmFaceReader : IDisposable
{
    private readonly FaceCropReader _crops;
    private readonly ContentCache? _cache;
    private readonly int _moments;
    private readonly Func<IFaceDetector> _openDetector;
    private readonly bool _keepInMemory;
    private readonly ConcurrentBag<IFaceDetector> _detectors = [];
    private readonly ConcurrentDictionary<string, string> _keys = new();
    private readonly ConcurrentDictionary<string, byte[][]> _kept = new();

    /// <summary>Makes a reader.</summary>
    /// <param name="crops">Cuts faces out.</param>
    /// <param name="moments">Moments of each film, at least 1.</param>
    /// <param name="cache">Keeps faces, or null for in memory.</param>
    /// <param name="openDetector">Makes what looks for faces, one for each thread; null takes what analysis takes.</param>
    /// <param name="keepInMemory">Without a cache: whether films are searched once and their faces kept, or searched at each reading.</param>
    public FilmFaceReader(FaceCropReader crops, int moments, ContentCache? cache, Func<IFaceDetector>? openDetector = null, bool keepInMemory = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moments, 1);
        (_crops, _moments, _cache, _keepInMemory) = (crops, moments, cache, keepInMemory);
        _openDetector = openDetector ?? (() => ShippedFaceFinder.Open(threads: 1));
    }

    /// <summary>Moments of each film.</summary>
    public int Moments => _moments;

    /// <summary>Whether a face is seen in a film; searches it where that is not known yet.</summary>
    /// <param name="film">The film.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UserErrorException">The film is missing or cannot be decoded.</exception>
    public bool HasFace(string film, CancellationToken cancellation = default) => Read(film, 0, cancellation).Length > 0;

    /// <summary>The wide crop of the face at one moment.</summary>
    /// <param name="film">The film.</param>
    /// <param name="moment">0 to <see cref="Moments"/> - 1.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>As <see cref="FaceCropReader.Read"/>; empty where the film shows no face at all.</returns>
    /// <exception cref="UserErrorException">The film is missing or cannot be decoded.</exception>
    public byte[] Read(string film, int moment, CancellationToken cancellation = default)
    {
        if (_cache is null)
            return ReadAll(film, cancellation)[moment];
        string key = _keys.GetOrAdd(film, path => ContentCache.KeyOfFile(path, FormattableString.Invariant($"film-faces 2|{_crops.Transform.Spec}|{DetectorName}|{_moments}")));
        if (_cache.TryRead(Entry(key, moment)) is { } known)
            return known;
        byte[][] found = Search(film, cancellation);
        for (int index = 0; index < found.Length; index++)
            _cache.Write(Entry(key, index), found[index]);
        return found[moment];
    }

    /// <summary>The wide crops of the face at all moments, searched anew where they are not kept in memory.</summary>
    /// <param name="film">The film.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UserErrorException">The film is missing or cannot be decoded.</exception>
    public IReadOnlyList<byte[]> ReadAll(string film, CancellationToken cancellation = default)
    {
        if (_kept.TryGetValue(film, out byte[][]? kept))
            return kept;
        byte[][] found = Search(film, cancellation);
        if (_keepInMemory)
            _kept[film] = found;
        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_detectors.TryTake(out IFaceDetector? detector))
            detector.Dispose();
    }

    private string DetectorName
    {
        get
        {
            IFaceDetector detector = TakeDetector();
            _detectors.Add(detector);
            return detector.Name;
        }
    }

    private IFaceDetector TakeDetector() => _detectors.TryTake(out IFaceDetector? idle) ? idle : _openDetector();

    private static string Entry(string key, int moment) => FormattableString.Invariant($"{key}-{moment}");

    private byte[][] Search(string film, CancellationToken cancellation)
    {
        IFaceDetector detector = TakeDetector();
        try
        {
            return SearchAsync(film, detector, cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            _detectors.Add(detector);
        }
    }

    // Twice as many intervals as moments: every second one begins in the middle of a moment's share of the film.
    private async Task<byte[][]> SearchAsync(string film, IFaceDetector detector, CancellationToken cancellation)
    {
        MediaInfo info = await MediaProbe.ProbeAsync(film, cancellation).ConfigureAwait(false);
        double seconds = Math.Max(info.Duration?.TotalSeconds ?? 0, 0.1);
        MediaFileSource source = await MediaFileSource.OpenAsync(film, new MediaReadOptions { FramesPerSecond = Math.Clamp(2 * _moments / seconds, 0.01, 1000), DecoderThreads = 1 }, cancellation).ConfigureAwait(false);
        List<VideoFrame> frames = [];
        try
        {
            await foreach (VideoFrame frame in source.ReadFramesAsync(cancellation).ConfigureAwait(false))
            {
                frames.Add(frame);
                if (frames.Count == 4 * _moments) // a file that does not say how long it lasts may last for hours
                    break;
            }
            if (frames.Count == 0)
                throw new UserErrorException($"The film {film} holds no pictures; drop it with `mien dataset clean`.");
            VideoFrame[] chosen = [.. Enumerable.Range(0, _moments).Select(moment => frames[Math.Min((2 * moment + 1) * frames.Count / (2 * _moments), frames.Count - 1)])];
            FaceDetection?[] faces = [.. chosen.Select(frame => Largest(detector.Detect(frame)))];
            return [.. chosen.Select((frame, moment) => Nearest(faces, moment) is { } face ? _crops.Cut(frame, face).Rgb : [])];
        }
        finally
        {
            foreach (VideoFrame frame in frames)
                frame.Dispose();
        }
    }

    private static FaceDetection? Largest(IReadOnlyList<FaceDetection> faces) => faces.Count > 0 ? faces.MaxBy(face => face.Box.Area) : null;

    // A face that one moment's search missed is where it was found next to it in time.
    private static FaceDetection? Nearest(FaceDetection?[] faces, int moment) =>
        Enumerable.Range(0, faces.Length).Where(other => faces[other] is not null).OrderBy(other => Math.Abs(other - moment)).Select(other => faces[other]).FirstOrDefault();
}
