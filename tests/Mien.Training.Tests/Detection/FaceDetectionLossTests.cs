using Mien.Core;
using Mien.Data;
using Mien.Data.Scenes;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Detection;
using Mien.Training.Options;

namespace Mien.Training.Tests.Detection;

public sealed class FaceDetectionLossTests
{
    private const int Size = 64;

    private static readonly SceneFace s_face = new(new BoundingBox(10, 14, 24, 30), new FaceLandmarks5(new(16, 24), new(28, 24), new(22, 30), new(18, 38), new(26, 38)));

    [Fact]
    public void Distance_iou_is_zero_for_equal_boxes_and_counts_distance_where_they_do_not_touch()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor centers = Tensor.From([5f, 5f, 5f, 5f, 5f, 5f], 3, 2), sizes = Tensor.From([10f, 10f, 10f, 10f, 10f, 10f], 3, 2);
        Tensor trueCenters = Tensor.From([5f, 5f, 10f, 5f, 25f, 5f], 3, 2);

        float[] loss = FaceDetectionLoss.DistanceIouLoss(centers, sizes, trueCenters, sizes).ToArray<float>();

        // Half covered: IoU 1/3, centres 5 apart, around both 15 x 10. Apart: IoU 0, centres 20 apart, around both 30 x 10.
        Assert.Equal(0, loss[0], 1e-5f);
        Assert.Equal(1 - 1f / 3 + 25f / 325, loss[1], 1e-5f);
        Assert.Equal(1 + 400f / 1000, loss[2], 1e-5f);
    }

    [Fact]
    public void A_right_answer_costs_nearly_nothing_and_a_wrong_one_more()
    {
        using TensorScope scope = TensorScope.Begin();
        SampleBatch batch = Batch(s_face);
        FaceDetectionLoss loss = new(new DetectionLossOptions(), Size, Size);

        double right = loss.Compute(Maps(score: 12, shift: 0), batch).Item<float>();
        double unsure = loss.Compute(Maps(score: -6, shift: 0), batch).Item<float>();
        double beside = loss.Compute(Maps(score: 12, shift: 0.8f), batch).Item<float>();

        Assert.Equal(0, right, 1e-3);
        Assert.True(unsure > right + 0.5, $"{unsure} against {right}");
        Assert.True(beside > right + 0.3, $"{beside} against {right}");
    }

    [Fact]
    public void What_lies_in_an_ignored_face_costs_nothing()
    {
        using TensorScope scope = TensorScope.Begin();
        FaceDetectionLoss loss = new(new DetectionLossOptions(), Size, Size);
        Tensor[] maps = Maps(score: 12, shift: 0);

        Assert.Equal(0, loss.Compute(maps, Batch(s_face with { IsIgnored = true })).Item<float>(), 1e-3f);
        Assert.True(loss.Compute(maps, Batch()).Item<float>() > 5);
    }

    [Fact]
    public void Gradients_are_those_of_small_differences()
    {
        using TensorScope scope = TensorScope.Begin();
        SampleBatch batch = Batch(s_face);
        FaceDetectionLoss loss = new(new DetectionLossOptions(), Size, Size);
        Tensor[] maps = Maps(score: 1, shift: 0.3f);
        foreach (Tensor map in maps)
            map.RequiresGrad = true;
        loss.Compute(maps, batch).Backward();
        float[] values = maps[0].Detach().ToArray<float>(), gradient = maps[0].Grad!.ToArray<float>();
        int plane = Size / 8 * (Size / 8), cell = 3 * (Size / 8) + 2; // the cell that the maps answer in

        // The box and the points; the score's target follows the box, and its gradient is that of a fixed target.
        foreach (int channel in (int[])[1, 2, 3, 4, 5, 9, 14])
        {
            const float Step = 1e-2f;
            int at = channel * plane + cell;
            float Loss(float change)
            {
                float[] moved = (float[])values.Clone();
                moved[at] += change;
                DetectionLossOptions options = new();
                float all = new FaceDetectionLoss(options, Size, Size).Compute([Tensor.From(moved, 1, FaceDetectorModel.CellLength, Size / 8, Size / 8), maps[1].Detach(), maps[2].Detach()], batch).Item<float>();
                float scores = new FaceDetectionLoss(options with { BoxWeight = 0, PointWeight = 0 }, Size, Size).Compute([Tensor.From(moved, 1, FaceDetectorModel.CellLength, Size / 8, Size / 8), maps[1].Detach(), maps[2].Detach()], batch).Item<float>();
                return all - scores;
            }
            Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), gradient[at], 0.02f);
        }
    }

    // All cells say no, but the one of stride 8 in the face's middle says the face, moved to the right and, half as far, down.
    private static Tensor[] Maps(float score, float shift)
    {
        float[] fine = Empty(8);
        int side = Size / 8, plane = side * side, column = 2, row = 3, cell = row * side + column;
        Point2 middle = new((column + 0.5f) * 8, (row + 0.5f) * 8), center = s_face.Box.Center;
        FaceLandmarks5 points = s_face.Points!.Value;
        fine[cell] = score;
        (fine[plane + cell], fine[2 * plane + cell]) = ((center.X + shift * s_face.Box.Width - middle.X) / 8, (center.Y + shift / 2 * s_face.Box.Height - middle.Y) / 8);
        (fine[3 * plane + cell], fine[4 * plane + cell]) = (MathF.Log(s_face.Box.Width / 8), MathF.Log(s_face.Box.Height / 8));
        foreach ((int index, Point2 point) in new[] { points.LeftEye, points.RightEye, points.Nose, points.LeftMouth, points.RightMouth }.Index())
            (fine[(5 + 2 * index) * plane + cell], fine[(6 + 2 * index) * plane + cell]) = ((point.X + shift * s_face.Box.Width - middle.X) / 8, (point.Y + shift / 2 * s_face.Box.Height - middle.Y) / 8);
        return [Tensor.From(fine, 1, FaceDetectorModel.CellLength, side, side), Tensor.From(Empty(16), 1, FaceDetectorModel.CellLength, 4, 4), Tensor.From(Empty(32), 1, FaceDetectorModel.CellLength, 2, 2)];
    }

    private static float[] Empty(int stride)
    {
        int plane = Size / stride * (Size / stride);
        float[] map = new float[FaceDetectorModel.CellLength * plane];
        map.AsSpan(0, plane).Fill(-12);
        map.AsSpan(3 * plane, 2 * plane).Fill(-6); // boxes of next to nothing, which fit no face
        return map;
    }

    private static SampleBatch Batch(params SceneFace[] faces)
    {
        float[] targets = new float[4 * FaceTargets.Length];
        new FaceTargets(4).Write(faces, targets);
        return new SampleBatch([0], [], [], [-1]) { Auxiliary = targets };
    }
}
