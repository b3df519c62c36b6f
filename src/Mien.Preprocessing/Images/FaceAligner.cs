using System.Buffers;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Preprocessing;

/// <summary>
/// Cuts a detected face out of a frame as an <see cref="ImageSpec"/> says. With landmarks and
/// <see cref="FaceAlignment.Eyes"/>: rotated, scaled and moved so that the eyes lie where the spec says. Otherwise: the
/// square around the box, with the spec's margin, upright. Shrinking is anti-aliased, and beyond the frame its edge is
/// repeated. Immutable, so any number of threads may share one.
/// </summary>
public sealed class FaceAligner
{
    /// <summary>
    /// How far the mouth's middle lies below the eyes' middle, in distances between the eyes, in a face seen from the
    /// front; it lets a face that is turned aside keep its size. Medians over FER2013's training pictures, by YuNet's
    /// landmarks at two sizes: 1.00 and 1.04, which include turned faces.
    /// </summary>
    public const float MouthDropPerEyeDistance = 1f;

    private readonly ImageTransform _transform;

    /// <summary>Makes the aligner of a spec.</summary>
    /// <exception cref="UserErrorException">A value of the spec is out of its range.</exception>
    public FaceAligner(ImageSpec spec) => _transform = new ImageTransform(spec);

    /// <summary>The spec.</summary>
    public ImageSpec Spec => _transform.Spec;

    /// <summary>Number of values of one face: 3 x Height x Width.</summary>
    public int ElementCount => _transform.ElementCount;

    /// <summary>Cuts out a face and normalises it: the network's input.</summary>
    /// <param name="frame">The frame that the face was detected in.</param>
    /// <param name="face">The face; its box may reach beyond the frame.</param>
    /// <param name="chw">Takes (3, Height, Width) of the spec; at least <see cref="ElementCount"/> values.</param>
    /// <exception cref="ArgumentException">The face has no extent, or the target is too small.</exception>
    public void Align(VideoFrame frame, FaceDetection face, Span<float> chw)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(ElementCount);
        try
        {
            // Not rounded to whole values: a crop that moves by a thousandth of a pixel is to change by a thousandth.
            Span<float> crop = rented.AsSpan(0, ElementCount);
            ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, crop, Spec.Width, Spec.Height, CropToFrame(face));
            _transform.Normalize(crop, chw);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Cuts out a face as a picture.</summary>
    /// <param name="frame">The frame that the face was detected in.</param>
    /// <param name="face">The face; its box may reach beyond the frame.</param>
    /// <param name="rgb">Takes (Height, Width, 3) of the spec; exactly <see cref="ElementCount"/> bytes.</param>
    /// <exception cref="ArgumentException">The face has no extent, or the target has another size.</exception>
    public void Align(VideoFrame frame, FaceDetection face, Span<byte> rgb) =>
        ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, rgb, Spec.Width, Spec.Height, CropToFrame(face));

    /// <summary>The frame's point for each point of the crop, both in pixels with centres at .5.</summary>
    /// <exception cref="ArgumentException">The face has no extent.</exception>
    public AffineTransform CropToFrame(FaceDetection face) =>
        Spec.Alignment == FaceAlignment.Eyes && face.Landmarks is { } landmarks
            ? FromEyes(landmarks)
            : FromBox(face.Box);

    private AffineTransform FromBox(BoundingBox box)
    {
        float side = Math.Max(box.Width, box.Height) * (1 + 2 * Spec.CropMargin);
        if (!(side > 0 && float.IsFinite(side)))
            throw new ArgumentException($"A face box of {box.Width} x {box.Height} pixels has no extent.", nameof(box));
        // The crop has the spec's aspect and holds the whole square.
        float scale = side / Math.Min(Spec.Width, Spec.Height);
        (float width, float height) = (scale * Spec.Width, scale * Spec.Height);
        Point2 center = box.Center;
        return AffineTransform.ToBox(new(center.X - width / 2, center.Y - height / 2, width, height), Spec.Width, Spec.Height);
    }

    // Two estimates of the vector from the left to the right eye: the eyes themselves, and the vector from the eyes down
    // to the mouth, turned by a right angle. Turning the head aside shortens the first, nodding shortens the second, so
    // the longer gives the size; their sum gives the direction, in which the shorter, less certain one counts less.
    private AffineTransform FromEyes(FaceLandmarks5 face)
    {
        (double eyeX, double eyeY) = ((face.LeftEye.X + (double)face.RightEye.X) / 2, (face.LeftEye.Y + (double)face.RightEye.Y) / 2);
        (double mouthX, double mouthY) = ((face.LeftMouth.X + (double)face.RightMouth.X) / 2, (face.LeftMouth.Y + (double)face.RightMouth.Y) / 2);
        (double acrossX, double acrossY) = (face.RightEye.X - (double)face.LeftEye.X, face.RightEye.Y - (double)face.LeftEye.Y);
        (double downX, double downY) = ((mouthY - eyeY) / MouthDropPerEyeDistance, -(mouthX - eyeX) / MouthDropPerEyeDistance);
        double distance = Math.Max(Math.Sqrt(acrossX * acrossX + acrossY * acrossY), Math.Sqrt(downX * downX + downY * downY));
        (double directionX, double directionY) = (acrossX + downX, acrossY + downY);
        double length = Math.Sqrt(directionX * directionX + directionY * directionY);
        if (!(length > 0 && double.IsFinite(length)))
            throw new ArgumentException("The landmarks of the face have no extent.", nameof(face));

        // The similarity that takes the crop's eye points to the frame's: scale times rotation, then the shift that
        // takes the middle between the crop's eyes to the middle between the frame's.
        double scale = distance / (Spec.EyeDistance * Spec.Width);
        (double cosine, double sine) = (scale * directionX / length, scale * directionY / length);
        (double cropX, double cropY) = (Spec.Width / 2.0, Spec.EyeLine * (double)Spec.Height);
        return new AffineTransform(
            cosine, -sine, eyeX - (cosine * cropX - sine * cropY),
            sine, cosine, eyeY - (sine * cropX + cosine * cropY));
    }
}
