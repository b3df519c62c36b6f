using Mien.Core;
using Mien.Data.Scenes;
using Mien.Data.Tests.Support;
using Mien.Interop.OpenCv;

namespace Mien.Data.Tests.Scenes;

/// <summary>What is painted, and what is said of it, stay together.</summary>
public sealed class SceneCanvasTests
{
    private static readonly SceneOptions s_options = new() { Size = 128, MinFace = 16, MaxFace = 100 };
    private static readonly BoundingBox s_whole = new(0, 0, 128, 128);

    [Theory]
    [InlineData(1.0, 0, false)]
    [InlineData(0.5, 0, true)]
    [InlineData(0.8, 0.4, false)]
    [InlineData(0.7, -0.5, true)]
    public void Points_lie_on_their_spots_whatever_the_scale_angle_and_mirror(double scale, double angle, bool mirrored)
    {
        SceneCanvas canvas = new(s_options);
        (double cos, double sin, double side) = (Math.Cos(angle) * scale, Math.Sin(angle) * scale, mirrored ? -1 : 1);
        AffineTransform map = new(side * cos, -side * sin, 50 - side * (cos * 64 - sin * 64), sin, cos, 35 - (sin * 64 + cos * 64)); // the face's middle in the canvas's

        canvas.Paint(new SpottedScenes(1).Read(0), map, s_whole);
        FaceScene scene = canvas.Finish();

        SceneFace face = Assert.Single(scene.Faces);
        Assert.False(face.IsIgnored);
        FaceLandmarks5 points = face.Points!.Value;
        // A mirror image's left eye is the other one.
        int[] order = mirrored ? [1, 0, 2, 4, 3] : [0, 1, 2, 3, 4];
        foreach ((Point2 point, int spot) in new[] { points.LeftEye, points.RightEye, points.Nose, points.LeftMouth, points.RightMouth }.Zip(order))
            Assert.Equal(SpottedScenes.Colors[spot], Pixel(scene, point));
        Assert.All([points.LeftEye, points.RightMouth], point => Assert.True(Contains(face.Box, point)));
        Assert.Equal(Math.Sqrt(40 * 50) / scale, face.Size, 0.25 * face.Size);
    }

    [Fact]
    public void A_face_that_a_later_layer_hides_is_ignored_and_then_gone()
    {
        AffineTransform still = new(1, 0, 0, 0, 1, 0);
        FaceScene wall = new([.. Enumerable.Repeat((byte)7, 64 * 64 * 3)], 64, 64, []);
        bool?[] ignored = [.. new[] { 10f, 30f, 50f }.Select(height =>
        {
            SceneCanvas canvas = new(s_options);
            canvas.Paint(new SpottedScenes(1).Read(0), still, s_whole);
            BoundingBox cover = new(30, 10, 40, height);
            canvas.Paint(wall, AffineTransform.ToBox(new BoundingBox(0, 0, 64, 64), 40, (int)height) with { X0 = -30 * 64 / 40.0, Y0 = -10 * 64 / (double)height }, cover);
            return canvas.Finish().Faces.Select(face => (bool?)face.IsIgnored).SingleOrDefault();
        })];

        Assert.Equal([false, true, null], ignored);
    }

    [Fact]
    public void A_face_half_out_of_the_picture_is_cut_and_one_nearly_out_does_not_count()
    {
        FaceScene At(double x0)
        {
            SceneCanvas canvas = new(s_options);
            canvas.Paint(new SpottedScenes(1).Read(0), new AffineTransform(1, 0, x0, 0, 1, 0), s_whole);
            return canvas.Finish();
        }

        SceneFace cut = Assert.Single(At(45).Faces); // the face's left 15 of 40 pixels are out
        Assert.Equal(new BoundingBox(0, 10, 25, 50), cut.Box);
        Assert.False(cut.IsIgnored);
        Assert.True(Assert.Single(At(55).Faces).IsIgnored);
        Assert.Empty(At(68).Faces);
    }

    [Fact]
    public void Nothing_is_painted_beyond_the_pictures_edge()
    {
        SceneCanvas canvas = new(s_options);
        canvas.Paint(new SpottedScenes(1).Read(0), new AffineTransform(1, 0.3, -20, -0.3, 1, 0), s_whole);
        for (int y = 0; y < 128; y++)
            for (int x = 0; x < 128; x++)
            {
                double sourceX = x + 0.5 + 0.3 * (y + 0.5) - 20, sourceY = -0.3 * (x + 0.5) + y + 0.5;
                bool inside = sourceX is > 0.01 and < 99.99 && sourceY is > 0.01 and < 79.99, outside = sourceX is < -0.01 or > 100.01 || sourceY is < -0.01 or > 80.01;
                int value = canvas.Rgb[(y * 128 + x) * 3] + canvas.Rgb[(y * 128 + x) * 3 + 1] + canvas.Rgb[(y * 128 + x) * 3 + 2];
                Assert.True(!inside || value > 0, $"({x}, {y}) is not painted");
                Assert.True(!outside || value == 0, $"({x}, {y}) is painted");
            }
    }

    private static bool Contains(BoundingBox box, Point2 point) => point.X > box.X && point.X < box.Right && point.Y > box.Y && point.Y < box.Bottom;

    private static byte[] Pixel(FaceScene scene, Point2 point) => scene.Rgb.AsSpan((((int)point.Y * scene.Width) + (int)point.X) * 3, 3).ToArray();
}
