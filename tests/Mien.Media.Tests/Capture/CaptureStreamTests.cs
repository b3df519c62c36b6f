using Mien.Core;

namespace Mien.Media.Tests.Capture;

public sealed class CaptureStreamTests
{
    [Fact]
    public void The_newest_stay_and_the_others_are_disposed_and_counted()
    {
        CaptureStream<VideoFrame> stream = new(2);
        VideoFrame[] frames = [.. Enumerable.Range(0, 5).Select(index => new VideoFrame(2, 2, index))];
        foreach (VideoFrame frame in frames)
            stream.Push(frame);
        Assert.Equal((5, 3, 2), (stream.Received, stream.Dropped, stream.Waiting));
        Assert.All(frames[..3], frame => Assert.Throws<ObjectDisposedException>(() => frame.Rgb));
        Assert.True(stream.TryTake(out VideoFrame? taken));
        Assert.Equal(3, taken.Index);
        taken.Dispose();
        stream.Close();
        Assert.Throws<ObjectDisposedException>(() => frames[4].Rgb);
        VideoFrame late = new(2, 2, 9);
        stream.Push(late);
        Assert.Throws<ObjectDisposedException>(() => late.Rgb);
        Assert.False(stream.TryTake(out _));
    }
}
