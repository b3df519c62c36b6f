using Mien.Core;

namespace Mien.Analysis;

/// <summary>
/// How much a model can read from the picture of a face, 0..1: the geometric mean of four factors, each 0..1, so that one
/// that is near 0 (a hardly visible, tiny, blurred or black face) pulls the whole down:
/// <code>
/// quality    = (confidence * size * sharpness * exposure)^(1/4)
/// size       = min(1, shorter side of the box / 64 px)
/// sharpness  = v / (v + 60)   v: variance of the Laplacian of the face's luma on a 48 x 48 grid (Pech-Pacheco et al., ICPR 2000)
/// exposure   = min(1, m / 60, (255 - m) / 40)   m: mean luma of the face, 0..255
/// </code>
/// The grid is the face averaged down to what a network sees, so that sharpness does not depend on the picture's size.
/// Faces smaller than the grid are sampled up, where blur shows as a low variance, as it should.
/// </summary>
public sealed class FaceQuality
{
    private const int Grid = 48;
    private const float FullSizePixels = 64;
    private const float HalfSharpVariance = 60;

    private readonly float[] _luma = new float[Grid * Grid]; // (Grid, Grid), reused: not for two threads at once

    /// <summary>Measures one face. Allocates nothing; not for use from two threads at once.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="face">The face in it.</param>
    public float Measure(VideoFrame frame, FaceDetection face)
    {
        ArgumentNullException.ThrowIfNull(frame);
        BoundingBox box = face.Box;
        if (!(box.Width > 0 && box.Height > 0))
            return 0;
        float mean = SampleLuma(frame, box);
        float confidence = Math.Clamp(face.Confidence, 0, 1);
        float size = Math.Min(1, Math.Min(box.Width, box.Height) / FullSizePixels);
        float variance = LaplacianVariance();
        float sharpness = variance / (variance + HalfSharpVariance);
        float exposure = Math.Clamp(Math.Min(mean / 60, (255 - mean) / 40), 0, 1);
        return MathF.Sqrt(MathF.Sqrt(confidence * size * sharpness * exposure));
    }

    /// <summary>Fills the grid with the face's luma (ITU-R BT.601), each cell averaged over up to 3 x 3 points.</summary>
    private float SampleLuma(VideoFrame frame, BoundingBox box)
    {
        ReadOnlySpan<byte> rgb = frame.Rgb.Span;
        int points = Math.Clamp((int)Math.Ceiling(Math.Min(box.Width, box.Height) / Grid), 1, 3);
        float stepX = box.Width / (Grid * points);
        float stepY = box.Height / (Grid * points);
        double total = 0;
        for (int row = 0; row < Grid; row++)
        {
            for (int column = 0; column < Grid; column++)
            {
                int sum = 0;
                for (int i = 0; i < points; i++)
                {
                    int y = Math.Clamp((int)(box.Y + (row * points + i + 0.5f) * stepY), 0, frame.Height - 1);
                    for (int j = 0; j < points; j++)
                    {
                        int x = Math.Clamp((int)(box.X + (column * points + j + 0.5f) * stepX), 0, frame.Width - 1);
                        int pixel = (y * frame.Width + x) * 3;
                        sum += 77 * rgb[pixel] + 150 * rgb[pixel + 1] + 29 * rgb[pixel + 2];
                    }
                }
                float luma = sum / (256f * points * points);
                _luma[row * Grid + column] = luma;
                total += luma;
            }
        }
        return (float)(total / _luma.Length);
    }

    /// <summary>Variance of the 4-neighbour Laplacian over the grid's inside.</summary>
    private float LaplacianVariance()
    {
        double sum = 0, squares = 0;
        for (int row = 1; row < Grid - 1; row++)
        {
            for (int i = row * Grid + 1; i < row * Grid + Grid - 1; i++)
            {
                float value = _luma[i - Grid] + _luma[i + Grid] + _luma[i - 1] + _luma[i + 1] - 4 * _luma[i];
                sum += value;
                squares += (double)value * value;
            }
        }
        const int count = (Grid - 2) * (Grid - 2);
        double mean = sum / count;
        return (float)(squares / count - mean * mean);
    }
}
