using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Vision;

/// <summary>
/// Finds frontal faces with OpenCV's Haar cascades, which need no model file beyond Debian's opencv-data. One cascade
/// (<c>frontalface_alt2</c>) proposes; a second one, trained separately (<c>frontalface_default</c>), looks at each
/// proposal and its last stage's sum becomes the confidence. It gives no landmarks.
/// </summary>
public sealed class HaarFaceDetector : IFaceDetector
{
    // The cascades were trained on 20 and 24 pixel windows.
    private const int SmallestWindow = 24;
    private const int MaximumProposals = 64;

    // The second look is at one place only, so it can afford small steps.
    private const double SecondLookScaleFactor = 1.1;

    // How much of the surroundings the second cascade sees, in sizes of the proposal on each side.
    private const float SecondLookMargin = 0.25f;

    private readonly HaarFaceDetectorOptions _options;
    private readonly CascadeClassifier _proposer;
    private readonly CascadeClassifier _judge;
    private readonly CascadeRectangle[] _proposals = new CascadeRectangle[MaximumProposals];
    private readonly CascadeRectangle[] _votes = new CascadeRectangle[8];
    private byte[] _gray = [];
    private byte[] _shrunk = [];
    private byte[] _window = [];

    /// <summary>Loads the cascades.</summary>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="UserErrorException">The cascades are not installed.</exception>
    public HaarFaceDetector(HaarFaceDetectorOptions? options = null)
    {
        _options = options ?? new HaarFaceDetectorOptions();
        _options.Validate();
        _proposer = new CascadeClassifier(Path.Combine(_options.CascadeFolder, "haarcascade_frontalface_alt2.xml"));
        try
        {
            _judge = new CascadeClassifier(Path.Combine(_options.CascadeFolder, "haarcascade_frontalface_default.xml"));
        }
        catch
        {
            _proposer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => "haar";

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        List<FaceDetection> faces = [];
        Detect(frame, faces);
        return faces;
    }

    /// <inheritdoc/>
    public void Detect(VideoFrame frame, List<FaceDetection> faces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(faces);
        cancellationToken.ThrowIfCancellationRequested();
        (byte[] gray, int width, int height) = Shrink(frame);
        ReadOnlySpan<byte> picture = gray.AsSpan(0, width * height);
        int smallest = Math.Max(SmallestWindow, (int)(_options.MinimumFace * Math.Min(width, height)));
        int count = _proposer.Detect(picture, width, height, _options.ScaleFactor, _options.MinimumNeighbors, smallest, _proposals);
        float scaleX = (float)frame.Width / width, scaleY = (float)frame.Height / height;
        faces.Clear();
        foreach (CascadeRectangle proposal in _proposals.AsSpan(0, count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float confidence = Judge(picture, width, height, proposal);
            if (confidence >= _options.ScoreThreshold)
                faces.Add(new FaceDetection(HaarBoxGeometry.ToFaceBox(proposal, scaleX, scaleY), confidence));
        }
        NonMaximumSuppression.Apply(faces, _options.NmsThreshold, _options.MaxFaces);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _proposer.Dispose();
        _judge.Dispose();
    }

    private (byte[] Gray, int Width, int Height) Shrink(VideoFrame frame)
    {
        double scale = Math.Min(1, (double)_options.InputSize / Math.Max(frame.Width, frame.Height));
        int width = Math.Max(1, (int)Math.Round(frame.Width * scale)), height = Math.Max(1, (int)Math.Round(frame.Height * scale));
        Grow(ref _gray, frame.Width * frame.Height);
        GrayImage.FromRgb(frame.Rgb.Span, frame.Width, frame.Height, _gray.AsSpan(0, frame.Width * frame.Height));
        if (scale == 1)
            return (_gray, width, height);
        Grow(ref _shrunk, width * height);
        ImageSampler.Resize(_gray.AsSpan(0, frame.Width * frame.Height), frame.Width, frame.Height, 1, _shrunk.AsSpan(0, width * height), width, height, Interpolation.Area);
        return (_shrunk, width, height);
    }

    // The second cascade's view of a proposal, as a confidence.
    private float Judge(ReadOnlySpan<byte> picture, int width, int height, CascadeRectangle proposal)
    {
        int margin = (int)(proposal.Width * SecondLookMargin);
        int left = Math.Max(0, proposal.X - margin), top = Math.Max(0, proposal.Y - margin);
        int right = Math.Min(width, proposal.X + proposal.Width + margin), bottom = Math.Min(height, proposal.Y + proposal.Height + margin);
        (int windowWidth, int windowHeight) = (right - left, bottom - top);
        Grow(ref _window, windowWidth * windowHeight);
        for (int y = 0; y < windowHeight; y++)
            picture.Slice((top + y) * width + left, windowWidth).CopyTo(_window.AsSpan(y * windowWidth));
        int smallest = Math.Max(SmallestWindow, proposal.Width * 7 / 10);
        int votes = _judge.Detect(_window.AsSpan(0, windowWidth * windowHeight), windowWidth, windowHeight, SecondLookScaleFactor, _options.MinimumNeighbors, smallest, _votes);
        double best = double.NegativeInfinity;
        foreach (CascadeRectangle vote in _votes.AsSpan(0, votes))
            best = Math.Max(best, vote.Weight);
        return HaarConfidence.FromVote(best);
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new byte[length];
    }
}
