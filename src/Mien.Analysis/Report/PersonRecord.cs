using Mien.Core;
using Mien.Inference;
using Mien.Interop.OpenCv;

namespace Mien.Analysis;

/// <summary>What a report keeps of one person, in bounded memory: a decimated timeline and one picture for each emotion.</summary>
internal sealed class PersonRecord(int id, MediaTime start)
{
    /// <summary>Width and height of the pictures in pixels.</summary>
    public const int PictureSide = 192;

    private const int JpegQuality = 80;
    private const float MarginPerSide = 0.45f; // of the face's longer side, so that hair and shoulders are seen
    private const float WorthwhileGain = 0.03f;

    private static readonly TimeSpan s_betweenPictures = TimeSpan.FromSeconds(0.25);

    private readonly KeyFrame?[] _best = new KeyFrame?[EmotionLabelSet.Shared7.Count + 1]; // the last one: no emotion known
    private readonly MediaTime[] _lastTaken = new MediaTime[EmotionLabelSet.Shared7.Count + 1];

    public int Id => id;

    /// <summary>Emotions over time.</summary>
    public DecimatedSeries Series { get; } = new(start, EmotionLabelSet.Shared7.Count);

    /// <summary>The best picture of each dominant emotion, in order of the emotions.</summary>
    public IEnumerable<KeyFrame> KeyFrames => _best.OfType<KeyFrame>();

    /// <summary>Takes one sighting; looks at the picture only where it is better than the one at hand.</summary>
    public void Add(MediaTime time, FaceObservation face, VideoFrame? picture)
    {
        EmotionEstimate? fused = face.Fused;
        Series.Add(time, 1, fused is null ? [] : fused.Probabilities);
        if (picture is null)
            return;
        int slot = fused?.DominantIndex ?? _best.Length - 1;
        float probability = fused?.DominantProbability ?? 0;
        float score = (fused is null ? 1 : probability) * face.Quality.Score;
        if (_best[slot] is { } best && (score < best.Score + WorthwhileGain || time - _lastTaken[slot] < s_betweenPictures))
            return;
        _best[slot] = new KeyFrame(time, fused is null ? -1 : slot, probability, score, Crop(picture, face.Detection.Box));
        _lastTaken[slot] = time;
    }

    private static byte[] Crop(VideoFrame picture, BoundingBox box)
    {
        float side = Math.Max(1, Math.Max(box.Width, box.Height) * (1 + 2 * MarginPerSide));
        BoundingBox square = new(box.Center.X - side / 2, box.Center.Y - side / 2, side, side);
        using VideoFrame crop = new(PictureSide, PictureSide);
        AffineTransform map = AffineTransform.ToBox(square, PictureSide, PictureSide);
        ImageSampler.SampleAffine(picture.Rgb.Span, picture.Width, picture.Height, 3, crop.Rgb.Span, PictureSide, PictureSide, map);
        return ImageCodec.EncodeJpeg(crop, JpegQuality);
    }
}
