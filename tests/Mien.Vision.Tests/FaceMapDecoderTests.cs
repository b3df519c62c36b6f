using Mien.Core;

namespace Mien.Vision.Tests;

public sealed class FaceMapDecoderTests
{
    [Fact]
    public void DecodesByTheFormula()
    {
        // 3 columns and 2 rows of stride 16; only the cell of column 2, row 1 is a face.
        const int Plane = 6, Cell = 5;
        float[] map = new float[FaceMapDecoder.CellLength * Plane];
        map.AsSpan(0, Plane).Fill(-5);
        float[] numbers = [1.5f, 0.25f, -0.5f, MathF.Log(3), MathF.Log(4), -1, 0, 1, 0, 0, 0.5f, -0.5f, 1, 0.5f, 1];
        for (int channel = 0; channel < numbers.Length; channel++)
            map[channel * Plane + Cell] = numbers[channel];
        (map[1], map[4 * Plane + 1]) = (9, float.PositiveInfinity); // a size no face has is cut
        map[2] = float.NaN;
        List<FaceDetection> faces = [];

        FaceMapDecoder.Decode(map, columns: 3, rows: 2, stride: 16, scoreThreshold: 0.5f, scaleX: 2, scaleY: 3, faces);

        Assert.Equal(2, faces.Count);
        FaceDetection face = faces[1];
        Assert.Equal(1 / (1 + MathF.Exp(-1.5f)), face.Confidence, 1e-5f);
        // Centre (2.75, 1) x 16 = (44, 16), size (48, 64): left 20, top -16; then times (2, 3).
        Assert.Equal(new BoundingBox(40, -48, 96, 192), new BoundingBox(MathF.Round(face.Box.X, 2), MathF.Round(face.Box.Y, 2), MathF.Round(face.Box.Width, 2), MathF.Round(face.Box.Height, 2)));
        Assert.Equal(new Point2(48, 72), face.Landmarks!.Value.LeftEye);
        Assert.Equal(new Point2(112, 72), face.Landmarks.Value.RightEye);
        Assert.Equal(new Point2(96, 120), face.Landmarks.Value.RightMouth);
        Assert.True(float.IsFinite(faces[0].Box.Height));
    }

    [Theory]
    [InlineData(640, 360, 320, 320, 180, 320, 192)]
    [InlineData(360, 640, 320, 180, 320, 192, 320)]
    [InlineData(200, 150, 320, 200, 150, 224, 160)]
    [InlineData(320, 320, 320, 320, 320, 320, 320)]
    public void AFrameIsNeverEnlargedAndKeepsItsAspect(int frameWidth, int frameHeight, int longest, int width, int height, int inputWidth, int inputHeight)
    {
        DetectorInputSize size = DetectorInputSize.Of(frameWidth, frameHeight, longest);

        Assert.Equal((width, height, inputWidth, inputHeight), (size.Width, size.Height, size.InputWidth, size.InputHeight));
        Assert.Equal((float)frameWidth / width, size.FrameScaleX);
    }
}
