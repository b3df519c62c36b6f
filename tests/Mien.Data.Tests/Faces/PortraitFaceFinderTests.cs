using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Faces;
using Mien.Vision;

namespace Mien.Data.Tests.Faces;

public sealed class PortraitFaceFinderTests
{
    [Fact]
    public void A_face_is_given_in_the_portraits_own_pixels_and_kept()
    {
        using TemporaryFolder folder = new();
        ContentCache cache = new(folder.Path);
        // A light spot at (10..14, 20..24) of 48 x 48, in the second portrait none.
        GrayPicture[] portraits = [Spot(10, 20), new GrayPicture(48, 48, new byte[48 * 48]), Spot(31, 5)];
        SpotFinder finder = new();

        FaceDetection?[] found = PortraitFaceFinder.Find(portraits, () => finder, cache, default), again = PortraitFaceFinder.Find(portraits, () => finder, cache, default);

        Assert.Null(found[1]);
        Assert.Equal((10f, 20f), (MathF.Round(found[0]!.Value.Box.X), MathF.Round(found[0]!.Value.Box.Y)));
        Assert.Equal((31f, 5f), (MathF.Round(found[2]!.Value.Box.X), MathF.Round(found[2]!.Value.Box.Y)));
        Assert.InRange(found[0]!.Value.Box.Width, 4, 6);
        Assert.Equal(found[0]!.Value.Box.Center, found[0]!.Value.Landmarks!.Value.Nose);
        Assert.Equal(3, finder.Searched); // once each: the second time from the cache
        Assert.Equal(found.Select(face => (face?.Box, face?.Landmarks)), again.Select(face => (face?.Box, face?.Landmarks)));
        PortraitFaceFinder.Find([.. portraits.Reverse()], () => finder, cache, default);
        Assert.Equal(6, finder.Searched);
    }

    private static GrayPicture Spot(int x, int y)
    {
        byte[] pixels = new byte[48 * 48];
        for (int row = y; row < y + 5; row++)
            pixels.AsSpan(row * 48 + x, 5).Fill(255);
        return new GrayPicture(48, 48, pixels);
    }

    /// <summary>Takes the light part of a picture for the face.</summary>
    private sealed class SpotFinder : IFaceDetector
    {
        private int _searched;

        public int Searched => _searched;

        public string Name => "spot";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
        {
            Interlocked.Increment(ref _searched);
            (int left, int top, int right, int bottom) = (int.MaxValue, int.MaxValue, -1, -1);
            for (int y = 0; y < frame.Height; y++)
                for (int x = 0; x < frame.Width; x++)
                    if (frame.Rgb.Span[3 * (y * frame.Width + x)] > 128)
                        (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            if (right < 0)
                return [];
            BoundingBox box = new(left, top, right - left + 1, bottom - top + 1);
            return [new FaceDetection(box, 0.9f, new FaceLandmarks5(box.Center, box.Center, box.Center, box.Center, box.Center))];
        }

        public void Dispose()
        {
        }
    }
}
