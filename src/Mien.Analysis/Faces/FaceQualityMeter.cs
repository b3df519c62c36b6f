using Mien.Core;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>
/// How much a model can read from the picture of a face, 0..1: what the picture is worth (a geometric mean, so that one factor near 0, a
/// hardly visible, tiny, blurred or black face, pulls the whole down), times how much of the face it shows:
/// <code>
/// quality    = (confidence * size * (1 - blur) * exposure)^(1/4) * frontality * (1 - occlusion)
/// size       = min(1, shorter side of the box / 64 px)
/// blur       = 60 / (v + 60)   v: variance of the Laplacian of the face's luma on a 48 x 48 grid (Pech-Pacheco et al., ICPR 2000)
/// exposure   = min(1, m / 60, (255 - m) / 40)   m: brightness, the mean luma of the face, 0..255
/// frontality = exp(-(yaw / 55)^2 - (pitch / 45)^2)   degrees; roll is undone by the crop
/// occlusion  = mean probability of being hidden over the points of brows, eyes, nose and mouth
/// </code>
/// Frontality and occlusion need 68 landmarks; without them they count as 1 and 0. The grid is the face averaged down to what a network
/// sees, so that blur does not depend on the picture's size; smaller faces are sampled up, where blur shows, as it should.
/// </summary>
public sealed class FaceQualityMeter
{
    private const int Grid = 48;
    private const float FullSizePixels = 64;
    private const float HalfSharpVariance = 60;
    private const float YawScaleDegrees = 55, PitchScaleDegrees = 45;

    private readonly float[] _luma = new float[Grid * Grid]; // (Grid, Grid), reused: not for two threads at once

    /// <summary>Measures one face. Allocates nothing; not for use from two threads at once.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="face">The face in it.</param>
    /// <param name="landmarks">Its landmarks, or null where they are not known.</param>
    public FaceQuality Measure(VideoFrame frame, FaceDetection face, FaceLandmarks68? landmarks = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        BoundingBox box = face.Box;
        HeadPose? pose = landmarks is null ? null : HeadPoseEstimator.Estimate(landmarks, frame.Width, frame.Height);
        if (!(box.Width > 0 && box.Height > 0))
            return new FaceQuality(0, 0, 1, 0, pose, landmarks?.Occlusion);
        float brightness = SampleLuma(frame, box), side = Math.Min(box.Width, box.Height);
        float variance = LaplacianVariance(), sharpness = variance / (variance + HalfSharpVariance);
        float exposure = Math.Clamp(Math.Min(brightness / 60, (255 - brightness) / 40), 0, 1);
        float picture = MathF.Sqrt(MathF.Sqrt(Math.Clamp(face.Confidence, 0, 1) * Math.Min(1, side / FullSizePixels) * sharpness * exposure));
        return new FaceQuality(picture * Frontality(pose) * (1 - (landmarks?.Occlusion ?? 0)), side, 1 - sharpness, brightness, pose, landmarks?.Occlusion);
    }

    private static float Frontality(HeadPose? pose)
    {
        if (pose is not { } known)
            return 1;
        (float yaw, float pitch) = (known.Yaw / YawScaleDegrees, known.Pitch / PitchScaleDegrees);
        return MathF.Exp(-yaw * yaw - pitch * pitch);
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
