using Mien.Core;
using Mien.Inference;

namespace Mien.Samples.Emotions;

/// <summary>Tells the emotions of the faces in pictures.</summary>
internal sealed class FaceReader : IDisposable
{
    // One session and one buffer for all pictures: after the first few, a call allocates nothing.
    private readonly Lazy<EmotionSession> _session = new(() => EmotionSession.Load(ShippedModels.FaceEmotion));
    private readonly FaceEmotionBuffer _faces = new();

    public void Tell(string file, CancellationToken cancellationToken)
    {
        using VideoFrame picture = Picture.Load(file);
        _session.Value.Analyze(picture, _faces, cancellationToken);
        if (_faces.Count == 0)
            Console.WriteLine("  no face");
        for (int i = 0; i < _faces.Count; i++)
        {
            FaceEmotionView face = _faces[i];
            BoundingBox box = face.Face.Box;
            Console.WriteLine($"  face at {box.X:0}, {box.Y:0}, {box.Width:0} x {box.Height:0} pixels: {face.Dominant} ({face.DominantProbability:P0})");
            for (int emotion = 0; emotion < face.Labels.Count; emotion++)
                Console.WriteLine($"    {face.Labels[emotion],-9} {face.Probabilities[emotion]:0.000}");
        }
    }

    public void Dispose()
    {
        if (_session.IsValueCreated)
            _session.Value.Dispose();
    }
}
