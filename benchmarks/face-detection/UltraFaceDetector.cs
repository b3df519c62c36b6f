using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;
using Mien.Vision;

/// <summary>UltraFace RFB-320 (Linzaer, "Ultra-Light-Fast-Generic-Face-Detector-1MB", 2019): 320 x 240 in, 4,420 priors out; a peer to compare with.</summary>
internal sealed class UltraFaceDetector : IFaceDetector
{
    private const int Width = 320, Height = 240;

    private readonly OrtSession _session;
    private readonly float _threshold;
    private readonly ImageTransform _transform = new(new ImageSpec { Width = Width, Height = Height, Mean = new RgbVector(127 / 255f, 127 / 255f, 127 / 255f), Std = new RgbVector(128 / 255f, 128 / 255f, 128 / 255f) });
    private readonly OrtTensor<float> _input = OrtTensor<float>.Create(1, 3, Height, Width);

    public UltraFaceDetector(string path, float threshold, int threads)
    {
        _session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = threads });
        _threshold = threshold;
    }

    public string Name => "ultraface_rfb_320";

    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        _transform.Apply(frame.Rgb.Span, frame.Width, frame.Height, _input.Span);
        IReadOnlyList<OrtValue> outputs = _session.Run([_input]);
        List<FaceDetection> faces = [];
        using (OrtValue scoreValue = outputs[0], boxValue = outputs[1])
        {
            ReadOnlySpan<float> scores = scoreValue.GetSpan<float>(), boxes = boxValue.GetSpan<float>(); // (4420, 2), (4420, 4) as corners, 0..1
            for (int prior = 0; prior < scores.Length / 2; prior++)
                if (scores[2 * prior + 1] is var confidence && confidence >= _threshold)
                {
                    ReadOnlySpan<float> corners = boxes.Slice(prior * 4, 4);
                    (float left, float top) = (corners[0] * frame.Width, corners[1] * frame.Height);
                    faces.Add(new FaceDetection(new BoundingBox(left, top, corners[2] * frame.Width - left, corners[3] * frame.Height - top), confidence));
                }
        }
        NonMaximumSuppression.Apply(faces, 0.3f, 50);
        return faces;
    }

    public void Dispose()
    {
        _input.Dispose();
        _session.Dispose();
    }
}
