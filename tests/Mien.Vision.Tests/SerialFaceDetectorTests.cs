using Mien.Core;

namespace Mien.Vision.Tests;

public sealed class SerialFaceDetectorTests
{
    [Fact]
    public void One_caller_is_let_in_after_the_other()
    {
        SoleDetector sole = new();
        using SerialFaceDetector detector = new(sole);
        Assert.True(detector.IsThreadSafe);
        Parallel.For(0, 200, _ =>
        {
            using VideoFrame frame = new(8, 8);
            Assert.Single(detector.Detect(frame));
            List<FaceDetection> faces = [default, default];
            detector.Detect(frame, faces, CancellationToken.None);
            Assert.Single(faces);
        });
        Assert.Equal((400, false), (sole.Calls, sole.Met));
        detector.Dispose();
        Assert.False(sole.IsDisposed); // its owner's
    }

    private sealed class SoleDetector : IFaceDetector
    {
        private int _inside;

        public int Calls { get; private set; }

        public bool Met { get; private set; }

        public bool IsDisposed { get; private set; }

        public string Name => "sole";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
        {
            Met |= Interlocked.Increment(ref _inside) != 1;
            Thread.SpinWait(200);
            Calls++;
            Interlocked.Decrement(ref _inside);
            return [new FaceDetection(new BoundingBox(1, 1, 5, 5), 0.9f)];
        }

        public void Dispose() => IsDisposed = true;
    }
}
