using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Vision.Tests.Support;

namespace Mien.Vision.Tests;

public sealed class HaarFaceDetectorTests
{
    [Fact]
    public void FindsThePortraitsFaceWhereItIs()
    {
        Installed.RequireCascades();
        using VideoFrame portrait = ImageCodec.DecodeFile(Installed.RequirePortrait());
        using HaarFaceDetector detector = new();
        FaceDetection face = Assert.Single(detector.Detect(portrait));
        // YuNet's box of the same face, so that both detectors' boxes mean the same.
        Assert.True(face.Box.IntersectionOverUnion(new BoundingBox(178, 60, 96, 118)) > 0.7, face.Box.ToString());
        Assert.True(face.Confidence > 0.6);
        Assert.Null(face.Landmarks);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(4000, 3)]
    [InlineData(640, 360)]
    public void FindsNothingWhereThereIsNothing(int width, int height)
    {
        Installed.RequireCascades();
        using VideoFrame frame = new(width, height);
        frame.Rgb.Span.Fill(128);
        using HaarFaceDetector detector = new();
        Assert.Empty(detector.Detect(frame));
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => new HaarFaceDetector(new HaarFaceDetectorOptions { CascadeFolder = "/nowhere" }));
        Assert.Contains("opencv-data", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HaarFaceDetector(new HaarFaceDetectorOptions { ScaleFactor = 1 }));
    }
}
