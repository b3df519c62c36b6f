using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Data.Faces;

/// <summary>
/// Cuts faces out of pictures at the model's size, with as much of the surroundings as augmentation can bring into view.
/// The middle of such a wide crop is, pixel for pixel, the crop that inference would make.
/// </summary>
public sealed class FaceCropReader
{
    // Rotation by 15 degrees, shrinking by an eighth and a shift of a twentieth together reach less far; beyond, the edge is repeated.
    private const int Margin = 4;

    private readonly FaceAligner _aligner;
    private readonly ContentCache? _cache;

    /// <summary>Makes a reader.</summary>
    /// <param name="spec">What the model expects of a face crop.</param>
    /// <param name="cache">Keeps decoded faces, or null for none.</param>
    public FaceCropReader(ImageSpec spec, ContentCache? cache = null) => (_aligner, _cache, Transform) = (new FaceAligner(spec), cache, new ImageTransform(spec));

    /// <summary>Turns crops into a model's input.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Pixels to the left and right of the model's crop.</summary>
    public int MarginX => Transform.Spec.Width / Margin;

    /// <summary>Pixels above and below the model's crop.</summary>
    public int MarginY => Transform.Spec.Height / Margin;

    /// <summary>Width of a wide crop in pixels.</summary>
    public int WideWidth => Transform.Spec.Width + 2 * MarginX;

    /// <summary>Height of a wide crop in pixels.</summary>
    public int WideHeight => Transform.Spec.Height + 2 * MarginY;

    /// <summary>Reads the wide crop of an item's face.</summary>
    /// <param name="item">A picture.</param>
    /// <returns>(WideHeight, WideWidth, 3), and the picture's point for each point of the model's crop.</returns>
    /// <exception cref="UserErrorException">The picture is missing or damaged.</exception>
    public (byte[] Rgb, AffineTransform CropToPicture) Read(DatasetItem item)
    {
        byte[] file = ReadFile(item.Path);
        ImageHeader? header = ImageHeader.Read(file);
        FaceDetection? face = FaceOf(item);
        if (_cache is null)
            return Decode(file, item.Path, face);

        // The map needs the upright picture's size, which only decoding tells where a face is not marked.
        string recipe = FormattableString.Invariant($"face-crop 1|{Transform.Spec}|{face}|{header?.Width}x{header?.Height}");
        string key = ContentCache.KeyOf(file, recipe);
        if (_cache.TryRead(key) is { } kept && Unpack(kept) is { } crop)
            return crop;
        (byte[] Rgb, AffineTransform CropToPicture) made = Decode(file, item.Path, face);
        _cache.Write(key, Pack(made));
        return made;
    }

    /// <summary>Cuts the wide crop of a face out of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="face">The face, or null where the whole frame is the crop.</param>
    public (byte[] Rgb, AffineTransform CropToPicture) Cut(VideoFrame frame, FaceDetection? face)
    {
        AffineTransform map = face is { } known
            ? _aligner.CropToFrame(known)
            : AffineTransform.ToBox(new BoundingBox(0, 0, frame.Width, frame.Height), Transform.Spec.Width, Transform.Spec.Height);
        AffineTransform wide = map with
        {
            X0 = map.X0 - map.Xx * MarginX - map.Xy * MarginY,
            Y0 = map.Y0 - map.Yx * MarginX - map.Yy * MarginY,
        };
        byte[] rgb = new byte[WideWidth * WideHeight * 3];
        ImageSampler.SampleAffine(frame.Rgb.Span, frame.Width, frame.Height, 3, rgb, WideWidth, WideHeight, wide);
        return (rgb, map);
    }

    /// <summary>The middle of a wide crop: what inference sees, (Height, Width, 3).</summary>
    public void CopyMiddle(ReadOnlySpan<byte> wide, Span<byte> rgb)
    {
        int row = Transform.Spec.Width * 3;
        for (int y = 0; y < Transform.Spec.Height; y++)
            wide.Slice(((y + MarginY) * WideWidth + MarginX) * 3, row).CopyTo(rgb[(y * row)..]);
    }

    /// <summary>Varies a wide crop, or takes its middle where nothing is to be varied.</summary>
    /// <param name="wide">What <see cref="Read"/> gave.</param>
    /// <param name="augmentation">How pictures are varied, or null.</param>
    /// <param name="random">Decides the variation, or null for none.</param>
    /// <param name="rgb">The picture at the model's size, (Height, Width, 3).</param>
    /// <returns>The point of the model's crop for each point of the picture.</returns>
    public FaceGeometry Vary(byte[] wide, FaceAugmentation? augmentation, SampleRandom? random, out byte[] rgb)
    {
        (int width, int height) = (Transform.Spec.Width, Transform.Spec.Height);
        rgb = new byte[width * height * 3];
        if (augmentation is null || random is null)
        {
            CopyMiddle(wide, rgb);
            return new FaceGeometry(new AffineTransform(1, 0, 0, 0, 1, 0), Mirrored: false);
        }
        FaceGeometry geometry = augmentation.DrawGeometry(width, height, width, height, random);
        AffineTransform targetToWide = geometry.TargetToSource with { X0 = geometry.TargetToSource.X0 + MarginX, Y0 = geometry.TargetToSource.Y0 + MarginY };
        ImageSampler.SampleAffine(wide, WideWidth, WideHeight, 3, rgb, width, height, targetToWide);
        return geometry with { Erased = augmentation.ChangeColors(rgb, width, height, 3, random) };
    }

    private (byte[], AffineTransform) Decode(ReadOnlySpan<byte> file, string name, FaceDetection? face)
    {
        using VideoFrame frame = ImageCodec.Decode(file, name);
        return Cut(frame, face);
    }

    // A dataset of landmarks alone has no boxes: their extent is one.
    private static FaceDetection? FaceOf(DatasetItem item)
    {
        Point2[] known = [.. (item.Landmarks ?? []).Where(point => !Landmarks68.IsMissing(point))];
        FaceLandmarks5? five = known.Length == Landmarks68.Count ? FaceLandmarks68.ToFive(known) : null;
        BoundingBox? box = item.Box ?? (known.Length > 1 ? Landmarks68.BoxOf(known) : null);
        return box is { Width: > 0, Height: > 0 } face ? new FaceDetection(face, 1, five) : null;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The picture {path} cannot be read ({error.Message.TrimEnd('.')}); copy it again, or drop it with `mien dataset clean`.", error);
        }
    }

    private static byte[] Pack((byte[] Rgb, AffineTransform Map) crop)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (double number in (ReadOnlySpan<double>)[crop.Map.Xx, crop.Map.Xy, crop.Map.X0, crop.Map.Yx, crop.Map.Yy, crop.Map.Y0])
            writer.Write(number);
        writer.Write(crop.Rgb);
        return stream.ToArray();
    }

    private (byte[], AffineTransform)? Unpack(byte[] entry)
    {
        const int MapLength = 6 * sizeof(double);
        if (entry.Length != MapLength + WideWidth * WideHeight * 3)
            return null;
        double At(int index) => BitConverter.ToDouble(entry, index * sizeof(double));
        return (entry[MapLength..], new AffineTransform(At(0), At(1), At(2), At(3), At(4), At(5)));
    }
}
