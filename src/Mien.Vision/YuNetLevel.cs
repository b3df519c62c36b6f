using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>The four outputs of one stride; a cell is <see cref="Stride"/> x <see cref="Stride"/> input pixels, rows first.</summary>
/// <param name="Stride">8, 16 or 32.</param>
/// <param name="Columns">Cells across.</param>
/// <param name="Rows">Cells down.</param>
/// <param name="Class">(1, cells, 1): probability that it is a face.</param>
/// <param name="Objectness">(1, cells, 1): how well the box fits.</param>
/// <param name="Box">(1, cells, 4): centre from the cell's corner and logarithm of the size, in strides.</param>
/// <param name="Landmarks">(1, cells, 10): five points from the cell's corner, in strides.</param>
internal sealed record YuNetLevel(
    int Stride, int Columns, int Rows, OrtTensor<float> Class, OrtTensor<float> Objectness, OrtTensor<float> Box, OrtTensor<float> Landmarks);
