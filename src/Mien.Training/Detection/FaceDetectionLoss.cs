using Mien.Data;
using Mien.Data.Scenes;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;

namespace Mien.Training.Detection;

/// <summary>
/// What a face detector minimises: quality focal loss of the scores, whose target is the square root of the box's overlap (Li et al., "Generalized focal
/// loss", NeurIPS 2020), distance-IoU loss of the boxes (Zheng et al., AAAI 2020) and smooth L1 of the points in units of the face.
/// </summary>
internal sealed class FaceDetectionLoss
{
    private const double Epsilon = 1e-7;
    private const int Points = 10;

    private readonly DetectionLossOptions _options;
    private readonly DetectionCell[] _cells;
    private readonly FaceAssigner _assigner;

    /// <param name="options">Weights.</param>
    /// <param name="height">Height of the pictures.</param>
    /// <param name="width">Width of the pictures.</param>
    public FaceDetectionLoss(DetectionLossOptions options, int height, int width)
    {
        _options = options;
        _cells = DetectionCell.Of(height, width, FaceDetectorModel.Strides);
        _assigner = new FaceAssigner(_cells);
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="maps">What the model gives: for each stride (B, 15, rows, columns).</param>
    /// <param name="batch">The batch, with its faces.</param>
    /// <param name="parallel">This process's part where the batch is a share of a larger one, whose loss this is; null where it is whole.</param>
    /// <returns>A scalar.</returns>
    public Tensor Compute(Tensor[] maps, SampleBatch batch, DataParallel? parallel = null)
    {
        const int Length = FaceDetectorModel.CellLength;
        Tensor cells = Tensor.Cat(maps.Select(map => map.Permute(0, 2, 3, 1).Reshape(map.Shape[0], -1, Length)), 1).Reshape(-1, Length); // (B cells, 15)
        Assignment assignment = Assign(cells.Detach().ToArray<float>(), batch);
        int count = assignment.Cells.Count;

        Tensor quality = Tensor.From(assignment.Quality, assignment.Quality.Length), counted = Tensor.From(assignment.Counted, assignment.Counted.Length);
        Tensor scores = cells.Select(1, 0); // (B cells)
        Tensor distance = (Functional.Sigmoid(scores).Detach() - quality).Abs();
        Tensor scoreSum = (Functional.BinaryCrossEntropyWithLogits(scores, quality, reduction: Reduction.None) * distance.Pow(2) * counted).Sum();
        (Tensor boxSum, Tensor pointSum, Tensor pointCount) = count > 0 ? BoxSums(cells, assignment) : (Tensor.Scalar(0f), Tensor.Scalar(0f), Tensor.Scalar(0f));

        // The shares of several processes hold differently many faces.
        Tensor totals = Tensor.Stack([scoreSum, boxSum, pointSum, Tensor.Scalar((float)count), pointCount]); // (5)
        totals = parallel?.Sum(totals) ?? totals;
        Tensor cellCount = totals.Select(0, 3).Clamp(1, null);
        return totals.Select(0, 0) / cellCount + totals.Select(0, 1) / cellCount * _options.BoxWeight + totals.Select(0, 2) / totals.Select(0, 4).Clamp(1, null) * _options.PointWeight;
    }

    // Of the cells that are to find a face: the sum of their boxes' losses, the sum of their points' losses, and how many known coordinates that is of.
    private static (Tensor Boxes, Tensor Points, Tensor PointCount) BoxSums(Tensor cells, Assignment assignment)
    {
        int count = assignment.Cells.Count;
        Tensor chosen = cells.IndexSelect(0, Tensor.From(assignment.Cells.ToArray(), count)); // (P, 15)
        Tensor middles = Tensor.From(assignment.Middles.ToArray(), count, 2), strides = Tensor.From(assignment.Strides.ToArray(), count, 1);
        Tensor boxes = Tensor.From(assignment.Boxes.ToArray(), count, 4); // centre and size
        Tensor points = Tensor.From(assignment.Points.ToArray(), count, Points), known = Tensor.From(assignment.KnownPoints.ToArray(), count, 1);
        Tensor centers = middles + chosen.Slice(1, 1, 3) * strides, sizes = chosen.Slice(1, 3, 5).Clamp(-8, 8).Exp() * strides; // (P, 2)
        Tensor boxSum = DistanceIouLoss(centers, sizes, boxes.Slice(1, 0, 2), boxes.Slice(1, 2, 4)).Sum();

        Tensor unit = (boxes.Select(1, 2) * boxes.Select(1, 3)).Sqrt().Unsqueeze(1); // (P, 1)
        Tensor predicted = chosen.Slice(1, 5, 15) * strides + Tensor.Cat(Enumerable.Repeat(middles, Points / 2), 1);
        Tensor error = ((predicted - points) / unit * known).Abs(); // (P, 10)
        return (boxSum, SmoothL1(error, 0.05).Sum(), known.Sum() * Points);
    }

    /// <summary>1 - IoU + (distance of the centres / diagonal of the smallest box around both)^2, (P).</summary>
    internal static Tensor DistanceIouLoss(Tensor centers, Tensor sizes, Tensor trueCenters, Tensor trueSizes)
    {
        Tensor low = centers - sizes * 0.5, high = centers + sizes * 0.5, trueLow = trueCenters - trueSizes * 0.5, trueHigh = trueCenters + trueSizes * 0.5;
        Tensor shared = (Minimum(high, trueHigh) - Maximum(low, trueLow)).Clamp(0, null); // (P, 2)
        Tensor intersection = Product(shared), union = Product(sizes) + Product(trueSizes) - intersection;
        Tensor around = Maximum(high, trueHigh) - Minimum(low, trueLow);
        Tensor apart = (centers - trueCenters).Pow(2).Sum([1]), diagonal = around.Pow(2).Sum([1]);
        return 1 - intersection / (union + Epsilon) + apart / (diagonal + Epsilon);
    }

    private static Tensor SmoothL1(Tensor error, double width) => (error * error * (0.5 / width)).Where(error.LessThan(width), error - 0.5 * width);

    private static Tensor Product(Tensor pairs) => pairs.Select(1, 0) * pairs.Select(1, 1);

    private static Tensor Minimum(Tensor one, Tensor other) => Operator.Call("aten::minimum", "", one, other);

    private static Tensor Maximum(Tensor one, Tensor other) => Operator.Call("aten::maximum", "", one, other);

    private Assignment Assign(float[] predictions, SampleBatch batch)
    {
        int cells = _cells.Length, length = batch.Auxiliary.Length / batch.Count;
        Assignment assignment = new(batch.Count * cells);
        int[] faceOf = new int[cells];
        float[] overlap = new float[cells];
        for (int sample = 0; sample < batch.Count; sample++)
        {
            IReadOnlyList<SceneFace> faces = FaceTargets.Read(batch.Auxiliary.AsSpan(sample * length, length));
            _assigner.Assign(faces, predictions.AsSpan(sample * cells * FaceDetectorModel.CellLength, cells * FaceDetectorModel.CellLength), faceOf, overlap);
            for (int cell = 0; cell < cells; cell++)
            {
                int at = sample * cells + cell;
                if (faceOf[cell] == FaceAssigner.Ignored)
                    assignment.Counted[at] = 0;
                else if (faceOf[cell] >= 0)
                    assignment.Add(at, _cells[cell], faces[faceOf[cell]], overlap[cell]);
            }
        }
        return assignment;
    }

    /// <summary>The cells that are to find a face, with what they are to say.</summary>
    private sealed class Assignment(int cells)
    {
        /// <summary>(cells): target of the score.</summary>
        public float[] Quality { get; } = new float[cells];

        /// <summary>(cells): 0 where the score does not count.</summary>
        public float[] Counted { get; } = [.. Enumerable.Repeat(1f, cells)];

        public List<long> Cells { get; } = [];

        public List<float> Middles { get; } = [];

        public List<float> Strides { get; } = [];

        public List<float> Boxes { get; } = [];

        public List<float> Points { get; } = [];

        public List<float> KnownPoints { get; } = [];

        public void Add(int at, DetectionCell cell, SceneFace face, float overlap)
        {
            // The root, as YuNet's score has it: a face whose box is hard to place must not rank with what may be none.
            Quality[at] = MathF.Sqrt(overlap);
            Cells.Add(at);
            Middles.AddRange([cell.X, cell.Y]);
            Strides.Add(cell.Stride);
            Boxes.AddRange([face.Box.Center.X, face.Box.Center.Y, face.Box.Width, face.Box.Height]);
            KnownPoints.Add(face.Points is null ? 0 : 1);
            if (face.Points is { } p)
                Points.AddRange([p.LeftEye.X, p.LeftEye.Y, p.RightEye.X, p.RightEye.Y, p.Nose.X, p.Nose.Y, p.LeftMouth.X, p.LeftMouth.Y, p.RightMouth.X, p.RightMouth.Y]);
            else
                Points.AddRange(new float[FaceDetectionLoss.Points]);
        }
    }
}
