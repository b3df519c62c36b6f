using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Cli.Explaining;

/// <summary>Cuts the faces out of pictures exactly as analysis does, or takes whole pictures as faces.</summary>
internal sealed class FaceFinder : IDisposable
{
    private const int MostFaces = 10; // as analysis

    private readonly IFaceDetector? _detector;
    private readonly FaceAligner _aligner;
    private readonly ImageTransform _transform;

    /// <summary>Makes a finder.</summary>
    /// <param name="spec">What the model expects of a face.</param>
    /// <param name="wholePictures">Whether each picture is a face already, as in training data.</param>
    /// <param name="detector">A detector file, or null for the built-in one.</param>
    public FaceFinder(ImageSpec spec, bool wholePictures, string? detector)
    {
        (_aligner, _transform) = (new FaceAligner(spec), new ImageTransform(spec));
        if (!wholePictures)
            _detector = ShippedFaceFinder.Open(detector);
    }

    /// <summary>The faces of a picture as the model takes them, each (3, Height, Width); empty where there is none.</summary>
    /// <exception cref="UserErrorException">The picture is missing or damaged.</exception>
    public IReadOnlyList<float[]> Find(string path)
    {
        using VideoFrame picture = ImageCodec.DecodeFile(path);
        if (_detector is null)
        {
            float[] whole = new float[_transform.ElementCount];
            _transform.Apply(picture.Rgb.Span, picture.Width, picture.Height, whole);
            return [whole];
        }
        // The tracker decides which detections are people; a single picture offers no second look.
        FaceTracker tracker = new(new FaceTrackerOptions { ConfirmationHits = 1 });
        IReadOnlyList<TrackedFace> faces = tracker.Update(picture.Time, _detector.Detect(picture));
        return [.. faces.OrderByDescending(face => face.Detection.Box.Area).Take(MostFaces).OrderBy(face => face.Id).Select(face =>
        {
            float[] crop = new float[_aligner.ElementCount];
            _aligner.Align(picture, face.Detection, crop);
            return crop;
        })];
    }

    /// <inheritdoc/>
    public void Dispose() => _detector?.Dispose();
}
