using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Preprocessing.Tests.Images;

public sealed class FaceAlignerTests
{
    private static readonly ImageSpec s_eyes = new() { Width = 96, Height = 96, Alignment = FaceAlignment.Eyes, Mean = new(0, 0, 0), Std = new(1, 1, 1) };

    [Theory]
    [InlineData(0, 40)]
    [InlineData(30, 40)]
    [InlineData(-75, 12)]
    [InlineData(180, 300)]
    public void PutsTheEyesWhereTheSpecSaysHoweverTheHeadIsTilted(double degrees, double eyeDistance)
    {
        FaceLandmarks5 landmarks = Frontal(new Point2(310, 205), eyeDistance, degrees);
        AffineTransform frameToCrop = new FaceAligner(s_eyes).CropToFrame(new FaceDetection(default, 1, landmarks)).Invert();
        Point2 left = frameToCrop.Apply(landmarks.LeftEye), right = frameToCrop.Apply(landmarks.RightEye), mouth = frameToCrop.Apply(landmarks.LeftMouth);
        Assert.Equal(96 * (0.5f - s_eyes.EyeDistance / 2), left.X, 0.01f);
        Assert.Equal(96 * s_eyes.EyeLine, left.Y, 0.01f);
        Assert.Equal(96 * (0.5f + s_eyes.EyeDistance / 2), right.X, 0.01f);
        Assert.Equal(96 * s_eyes.EyeLine, right.Y, 0.01f);
        Assert.True(mouth.Y > left.Y);
    }

    [Fact]
    public void AFaceTurnedAsideKeepsItsSize()
    {
        FaceLandmarks5 frontal = Frontal(new Point2(100, 100), 40, 0);
        // Turned by 75 degrees about the vertical: what was across shrinks to a quarter, what was down stays.
        FaceLandmarks5 turned = new(Squeeze(frontal.LeftEye), Squeeze(frontal.RightEye), Squeeze(frontal.Nose), Squeeze(frontal.LeftMouth), Squeeze(frontal.RightMouth));
        FaceAligner aligner = new(s_eyes);
        AffineTransform expected = aligner.CropToFrame(new FaceDetection(default, 1, frontal)), actual = aligner.CropToFrame(new FaceDetection(default, 1, turned));
        Assert.Equal(expected.Xx, actual.Xx, 1e-4);
        Assert.Equal(expected.Xy, actual.Xy, 1e-4);

        static Point2 Squeeze(Point2 point) => new(100 + (point.X - 100) * 0.25f, point.Y);
    }

    [Fact]
    public void WithoutLandmarksTakesTheSquareAroundTheBoxWithItsMargin()
    {
        ImageSpec spec = s_eyes with { CropMargin = 0.25f, Height = 48 };
        FaceDetection face = new(new BoundingBox(100, 50, 60, 80), 1);
        AffineTransform map = new FaceAligner(spec).CropToFrame(face);
        // The square's side is 80 * 1.5 = 120 around (130, 90); the crop is twice as wide as high and holds it.
        Assert.Equal(new Point2(130, 90), map.Apply(new Point2(48, 24)));
        Assert.Equal(new Point2(130 - 120, 90 - 60), map.Apply(new Point2(0, 0)));
        Assert.Equal(map, new FaceAligner(spec with { Alignment = FaceAlignment.None }).CropToFrame(face with { Landmarks = Frontal(new Point2(1, 1), 9, 5) }));
    }

    [Fact]
    public void CutsOutWhatIsThere()
    {
        // Eyes and mouth painted as coloured spots must come out at their places.
        using VideoFrame frame = new(320, 240);
        frame.Rgb.Span.Fill(90);
        FaceLandmarks5 landmarks = Frontal(new Point2(150, 110), 60, 20);
        Canvas canvas = new(frame);
        Spot(landmarks.LeftEye, 0xff0000);
        Spot(landmarks.RightEye, 0x00ff00);
        byte[] crop = new byte[96 * 96 * 3];
        new FaceAligner(s_eyes).Align(frame, new FaceDetection(default, 1, landmarks), crop);
        int row = (int)(96 * s_eyes.EyeLine), left = (int)(96 * (0.5 - s_eyes.EyeDistance / 2)), right = (int)(96 * (0.5 + s_eyes.EyeDistance / 2));
        Assert.Equal(new byte[] { 255, 0, 0 }, crop.AsSpan((row * 96 + left) * 3, 3).ToArray());
        Assert.Equal(new byte[] { 0, 255, 0 }, crop.AsSpan((row * 96 + right) * 3, 3).ToArray());
        Assert.Equal(new byte[] { 90, 90, 90 }, crop.AsSpan((row * 96 + 48) * 3, 3).ToArray());

        void Spot(Point2 point, uint color) => canvas.FillRectangle(new BoundingBox(point.X - 6, point.Y - 6, 12, 12), color);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(96)]
    [InlineData(131)]
    public void AWholePictureIsCutAsTrainingResizesIt(int side)
    {
        using VideoFrame frame = new(side, side);
        new Random(2).NextBytes(frame.Rgb.Span);
        float[] cut = new float[3 * 96 * 96], resized = new float[3 * 96 * 96];
        new FaceAligner(s_eyes).Align(frame, new FaceDetection(new BoundingBox(0, 0, side, side), 1), cut);
        new ImageTransform(s_eyes).Apply(frame.Rgb.Span, side, side, resized);
        Assert.Equal(resized, cut);
    }

    [Fact]
    public void AFaceAtTheEdgeRepeatsTheEdge()
    {
        using VideoFrame frame = new(40, 40);
        frame.Rgb.Span.Fill(77);
        byte[] crop = new byte[96 * 96 * 3];
        new FaceAligner(s_eyes).Align(frame, new FaceDetection(new BoundingBox(-30, 20, 50, 60), 1), crop);
        Assert.All(crop, value => Assert.Equal(77, value));
    }

    [Fact]
    public void RefusesFacesWithoutExtent()
    {
        FaceAligner aligner = new(s_eyes);
        Point2 point = new(5, 5);
        Assert.Throws<ArgumentException>(() => aligner.CropToFrame(new FaceDetection(new BoundingBox(5, 5, 0, 0), 1)));
        Assert.Throws<ArgumentException>(() => aligner.CropToFrame(new FaceDetection(new BoundingBox(5, 5, float.NaN, 3), 1)));
        Assert.Throws<ArgumentException>(() => aligner.CropToFrame(new FaceDetection(default, 1, new FaceLandmarks5(point, point, point, point, point))));
    }

    // A face seen from the front whose proportions are FaceAligner's own.
    private static FaceLandmarks5 Frontal(Point2 betweenEyes, double eyeDistance, double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        double drop = FaceAligner.MouthDropPerEyeDistance;
        return new FaceLandmarks5(At(-0.5, 0), At(0.5, 0), At(0, drop * 0.6), At(-0.4, drop), At(0.4, drop));

        Point2 At(double x, double y) => new(
            (float)(betweenEyes.X + eyeDistance * (cosine * x - sine * y)),
            (float)(betweenEyes.Y + eyeDistance * (sine * x + cosine * y)));
    }
}
