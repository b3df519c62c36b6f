using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision.Tests;

public sealed class YuNetDecoderTests
{
    [Fact]
    public void DecodesByTheFormula()
    {
        // 3 columns and 2 rows of stride 16; only the cell of column 2, row 1 is a face.
        using OrtTensor<float> classes = OrtTensor<float>.Create(1, 6, 1), objectness = OrtTensor<float>.Create(1, 6, 1);
        using OrtTensor<float> boxes = OrtTensor<float>.Create(1, 6, 4), landmarks = OrtTensor<float>.Create(1, 6, 10);
        (classes.Span[5], objectness.Span[5]) = (0.9f, 0.4f);
        new float[] { 0.25f, -0.5f, MathF.Log(3), MathF.Log(4) }.CopyTo(boxes.Span[20..]);
        new float[] { -1, 0, 1, 0, 0, 0.5f, -0.5f, 1, 0.5f, 1 }.CopyTo(landmarks.Span[50..]);
        (classes.Span[0], objectness.Span[0]) = (0.5f, 0.5f); // 0.5, below the threshold.
        (classes.Span[1], objectness.Span[1]) = (float.NaN, 1);
        List<FaceDetection> faces = [];
        YuNetDecoder.Decode(new YuNetLevel(16, 3, 2, classes, objectness, boxes, landmarks), 0.59f, scaleX: 2, scaleY: 3, faces);
        FaceDetection face = Assert.Single(faces);
        Assert.Equal(0.6f, face.Confidence, 1e-5f);
        // Centre (2.25, 0.5) x 16 = (36, 8), size (48, 64): left 12, top -24; then times (2, 3).
        Assert.Equal(24, face.Box.X, 1e-3f);
        Assert.Equal(-72, face.Box.Y, 1e-3f);
        Assert.Equal(96, face.Box.Width, 1e-3f);
        Assert.Equal(192, face.Box.Height, 1e-3f);
        Assert.Equal(new Point2(32, 48), face.Landmarks!.Value.LeftEye);
        Assert.Equal(new Point2(96, 48), face.Landmarks.Value.RightEye);
        Assert.Equal(new Point2(80, 96), face.Landmarks.Value.RightMouth);
    }

    [Fact]
    public void SuppressionKeepsTheSurestOfEachPlace()
    {
        List<FaceDetection> faces = [Face(0, 0.5f), Face(2, 0.9f), Face(100, 0.7f), Face(4, 0.8f), Face(200, 0.6f)];
        NonMaximumSuppression.Apply(faces, 0.3f, maximum: 2);
        Assert.Equal([Face(2, 0.9f), Face(100, 0.7f)], faces);

        static FaceDetection Face(float x, float confidence) => new(new BoundingBox(x, 0, 40, 40), confidence);
    }
}
