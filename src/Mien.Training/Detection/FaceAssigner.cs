using Mien.Core;
using Mien.Data.Scenes;
using Mien.Models;

namespace Mien.Training.Detection;

/// <summary>
/// Decides which cells of a picture are to find which face: those near its middle whose prediction fits best, as many as fit well
/// (SimOTA; Ge et al., "YOLOX", 2021).
/// </summary>
internal sealed class FaceAssigner
{
    private const float CenterRadius = 2.5f; // in strides
    private const float OverlapWeight = 3;
    private const int MostCells = 10;

    // A level looks for faces of this many strides; the finest also for smaller ones, the coarsest also for larger ones.
    private const float SmallestStrides = 1.5f, LargestStrides = 8;

    private readonly DetectionCell[] _cells;

    public FaceAssigner(DetectionCell[] cells) => _cells = cells;

    /// <summary>Assigns the cells of one picture.</summary>
    /// <param name="faces">Its faces.</param>
    /// <param name="predictions">(cells, <see cref="FaceDetectorModel.CellLength"/>), as the model gives them.</param>
    /// <param name="faceOf">Takes for each cell the face it is to find, -1 for none, or <see cref="Ignored"/>.</param>
    /// <param name="overlap">Takes for each cell that has a face how well its box fits already (intersection over union).</param>
    public void Assign(IReadOnlyList<SceneFace> faces, ReadOnlySpan<float> predictions, Span<int> faceOf, Span<float> overlap)
    {
        faceOf.Fill(-1);
        overlap.Clear();
        foreach (SceneFace ignored in faces)
            if (ignored.IsIgnored)
                for (int cell = 0; cell < _cells.Length; cell++)
                    if (Contains(ignored.Box, _cells[cell]))
                        faceOf[cell] = Ignored;

        float[] costs = new float[_cells.Length];
        List<(float Cost, float Overlap, int Cell)> candidates = [];
        for (int face = 0; face < faces.Count; face++)
        {
            if (faces[face].IsIgnored)
                continue;
            Candidates(faces[face].Box, predictions, candidates);
            candidates.Sort(static (left, right) => right.Overlap.CompareTo(left.Overlap));
            int wanted = Math.Clamp((int)candidates.Take(MostCells).Sum(candidate => candidate.Overlap), 1, MostCells);
            candidates.Sort(static (left, right) => left.Cost.CompareTo(right.Cost));
            foreach ((float cost, float fit, int cell) in candidates.Take(wanted))
            {
                // A cell between two faces belongs to the one that it fits better.
                if (faceOf[cell] >= 0 && costs[cell] <= cost)
                    continue;
                (faceOf[cell], costs[cell], overlap[cell]) = (face, cost, fit);
            }
        }
    }

    /// <summary>Stands for a cell that may find a face or not.</summary>
    public const int Ignored = -2;

    private void Candidates(BoundingBox box, ReadOnlySpan<float> predictions, List<(float Cost, float Overlap, int Cell)> candidates)
    {
        candidates.Clear();
        float size = MathF.Sqrt(box.Area);
        Point2 center = box.Center;
        (float nearest, int nearestCell) = (float.MaxValue, -1);
        for (int index = 0; index < _cells.Length; index++)
        {
            DetectionCell cell = _cells[index];
            float strides = size / cell.Stride;
            bool isLevel = (strides >= SmallestStrides || cell.Stride == FaceDetectorModel.Strides[0]) && (strides <= LargestStrides || cell.Stride == FaceDetectorModel.Strides[^1]);
            float dx = MathF.Abs(cell.X - center.X), dy = MathF.Abs(cell.Y - center.Y);
            if (!isLevel || MathF.Max(dx, dy) > CenterRadius * cell.Stride)
                continue;
            if (Contains(box, cell))
                candidates.Add(Candidate(index, box, predictions));
            else if (dx + dy < nearest)
                (nearest, nearestCell) = (dx + dy, index);
        }
        if (candidates.Count == 0 && nearestCell >= 0)
            candidates.Add(Candidate(nearestCell, box, predictions));
    }

    private (float Cost, float Overlap, int Cell) Candidate(int index, BoundingBox face, ReadOnlySpan<float> predictions)
    {
        ReadOnlySpan<float> cell = predictions.Slice(index * FaceDetectorModel.CellLength, FaceDetectorModel.CellLength);
        (float x, float y, int stride) = (_cells[index].X, _cells[index].Y, _cells[index].Stride);
        float width = MathF.Exp(Math.Clamp(cell[3], -8, 8)) * stride, height = MathF.Exp(Math.Clamp(cell[4], -8, 8)) * stride;
        BoundingBox predicted = new(x + cell[1] * stride - width / 2, y + cell[2] * stride - height / 2, width, height);
        float overlap = predicted.IntersectionOverUnion(face), missedScore = MathF.Log(1 + MathF.Exp(-Math.Clamp(cell[0], -30, 30)));
        return (missedScore - OverlapWeight * MathF.Log(overlap + 1e-8f), overlap, index);
    }

    private static bool Contains(BoundingBox box, DetectionCell cell) => cell.X > box.X && cell.X < box.Right && cell.Y > box.Y && cell.Y < box.Bottom;
}
