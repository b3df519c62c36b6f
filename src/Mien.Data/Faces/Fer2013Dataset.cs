using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Data.Faces;

/// <summary>
/// One part of FER2013 (Goodfellow et al., ICONIP 2013) with FER+ votes as soft targets. Pictures are decoded once and kept
/// as bytes (2,304 a face). The whole picture is the face crop and goes through <see cref="ImageTransform"/> as a crop does at inference, or
/// the face in it is found and cropped as inference crops it (<see cref="Fer2013Options.Aligned"/>).
/// </summary>
public sealed class Fer2013Dataset : IEmotionDataset
{
    private readonly ImageTransform _transform;
    private readonly FaceAugmentation? _augmentation;
    private readonly GrayPicture[] _pictures;
    private readonly float[][] _targets;
    private readonly int[] _labels;
    private readonly AffineTransform[]? _cropToPicture;

    /// <summary>Reads one part of the dataset into memory.</summary>
    /// <param name="folder">The dataset's folder, in one of the layouts of <see cref="Fer2013Source"/>.</param>
    /// <param name="split">The part.</param>
    /// <param name="options">What is read, and how targets are made.</param>
    /// <param name="spec">What the model expects of a face crop.</param>
    /// <param name="augmentation">How training pictures are varied, or null for not at all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UserErrorException">The manifest or a picture is missing or unreadable.</exception>
    public Fer2013Dataset(
        string folder, Fer2013Split split, Fer2013Options options, ImageSpec spec, FaceAugmentationOptions? augmentation = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        _transform = new ImageTransform(spec);
        _augmentation = augmentation is null ? null : new FaceAugmentation(augmentation);
        IReadOnlySet<string> dropped = DroppedFiles.Read(folder);
        Rows = [.. Select(Fer2013Source.Read(folder).Where(row => row.Split == split && !dropped.Contains(Path.GetFullPath(Path.Combine(folder, row.File)))), options)];
        if (Rows.Count == 0)
            throw new UserErrorException($"FER2013 in {folder} has no picture of the part {split}; its parts are Training, PublicTest and PrivateTest.");
        Labels = Fer2013Targets.LabelsOf(options.LabelSource);
        _targets = [.. Rows.Select(row => Fer2013Targets.Of(row, options.LabelSource, options.VoteWeight))];
        _labels = [.. Rows.Select(row => Fer2013Targets.OwnLabel(row, options.LabelSource))];
        _pictures = new GrayPicture[Rows.Count];
        try
        {
            Parallel.For(0, Rows.Count, new ParallelOptions { CancellationToken = cancellationToken }, index => _pictures[index] = Decode(folder, Rows[index]));
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        if (options.Aligned)
            _cropToPicture = CropMaps(spec, options, cancellationToken);
    }

    /// <summary>What the manifest says of each picture, by index.</summary>
    public IReadOnlyList<Fer2013Row> Rows { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, _transform.Spec.Height, _transform.Spec.Width])];

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public int Count => _pictures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<SampleGroup> Groups => Rows.Any(row => row.DuplicateOfTraining)
        ? [new SampleGroup("without duplicates of training pictures", [.. Enumerable.Range(0, Rows.Count).Where(index => !Rows[index].DuplicateOfTraining)])]
        : [];

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        _targets[index].CopyTo(sample.Target);
        GrayPicture picture = _pictures[index];
        FaceAugmentation? vary = augmentation is null ? null : _augmentation;
        if (vary is null && _cropToPicture is null)
        {
            WriteAsRgb(picture.Pixels.Span, picture.Width, picture.Height, sample.Input);
            return;
        }
        (int width, int height) = (_transform.Spec.Width, _transform.Spec.Height);
        Span<byte> varied = new byte[width * height];
        if (_cropToPicture is not null)
            DrawCrop(picture, _cropToPicture[index], vary, varied, augmentation);
        else
            vary!.Apply(picture, varied, width, height, augmentation!);
        WriteAsRgb(varied, width, height, sample.Input);
    }

    // In one step from the picture, so that a varied crop is as sharp as an unvaried one.
    private void DrawCrop(GrayPicture picture, AffineTransform cropToPicture, FaceAugmentation? vary, Span<byte> crop, SampleRandom? random)
    {
        (int width, int height) = (_transform.Spec.Width, _transform.Spec.Height);
        AffineTransform map = vary is null ? cropToPicture : cropToPicture.After(vary.DrawGeometry(width, height, width, height, random!).TargetToSource);
        ImageSampler.SampleAffine(picture.Pixels.Span, picture.Width, picture.Height, 1, crop, width, height, map);
        vary?.ChangeColors(crop, width, height, 1, random!);
    }

    private AffineTransform[] CropMaps(ImageSpec spec, Fer2013Options options, CancellationToken cancellationToken)
    {
        ContentCache? cache = options.CacheFolder is null ? null : new ContentCache(options.CacheFolder);
        FaceAligner aligner = new(spec);
        return [.. PortraitFaceFinder.Find(_pictures, () => ShippedFaceFinder.Open(threads: 1), cache, cancellationToken).Zip(_pictures, (found, picture) => found is { } face
            ? aligner.CropToFrame(face)
            : AffineTransform.ToBox(new BoundingBox(0, 0, picture.Width, picture.Height), spec.Width, spec.Height))];
    }

    private static IEnumerable<Fer2013Row> Select(IEnumerable<Fer2013Row> rows, Fer2013Options options)
    {
        rows = rows.Where(row => !(options.DropDuplicatesOfTraining && row.DuplicateOfTraining) && Fer2013Targets.OwnLabel(row, options.LabelSource) >= 0);
        if (options.DropNotFaces)
            rows = rows.Where(row => row.Split != Fer2013Split.Training || row.NotFaceVotes <= 5);
        return options.LimitPerLabel is { } limit ? rows.GroupBy(row => Fer2013Targets.OwnLabel(row, options.LabelSource)).SelectMany(group => group.Take(limit)) : rows;
    }

    // At inference a camera's picture has three channels; a grey one has the same value in each.
    private void WriteAsRgb(ReadOnlySpan<byte> gray, int width, int height, Span<float> chw)
    {
        Span<byte> rgb = new byte[gray.Length * 3];
        GrayImage.ToRgb(gray, rgb);
        _transform.Apply(rgb, width, height, chw);
    }

    private static GrayPicture Decode(string folder, Fer2013Row row)
    {
        if (row.Pixels is { } pixels)
            return new GrayPicture(Fer2013Row.Side, Fer2013Row.Side, pixels);
        using VideoFrame frame = ImageCodec.DecodeFile(Path.Combine(folder, row.File));
        byte[] gray = new byte[frame.Width * frame.Height];
        GrayImage.FromRgb(frame.Rgb.Span, frame.Width, frame.Height, gray);
        return new GrayPicture(frame.Width, frame.Height, gray);
    }
}
