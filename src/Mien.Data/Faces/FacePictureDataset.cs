using Mien.Core;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;

namespace Mien.Data.Faces;

/// <summary>
/// Faces in picture files, decoded when they are read, so that memory does not grow with their number. Where the dataset has
/// landmarks or valence and arousal, samples carry them; augmentation moves the landmarks along.
/// </summary>
public sealed class FacePictureDataset : IEmotionDataset
{
    private readonly FaceCropReader _crops;
    private readonly FaceAugmentation? _augmentation;
    private readonly int[] _labels;
    private readonly int _landmarksAt = -1, _hiddenAt = -1, _affectAt = -1, _auxiliaryLength;

    /// <summary>Lists pictures for training.</summary>
    /// <param name="items">The pictures; those without a label are read with label -1.</param>
    /// <param name="labels">The model's labels; each picture's must be among them.</param>
    /// <param name="crops">Cuts faces out.</param>
    /// <param name="options">What the samples carry beside their label.</param>
    /// <param name="augmentation">How training pictures are varied, or null for not at all.</param>
    /// <exception cref="UserErrorException">There is no picture, or one has a label that the model has not.</exception>
    public FacePictureDataset(IReadOnlyList<DatasetItem> items, EmotionLabelSet labels, FaceCropReader crops, FacePictureOptions options, FaceAugmentationOptions? augmentation = null)
    {
        (Items, Labels, _crops) = (items, labels, crops);
        _augmentation = augmentation is null ? null : new FaceAugmentation(augmentation);
        if (items.Count == 0)
            throw new UserErrorException("This part of the dataset holds no pictures; check the folder, the part and the limits.");
        _labels = [.. items.Select(item => item.Label is null ? -1 : labels.IndexOf(item.Label))];
        if (items.Where((item, index) => item.Label is not null && _labels[index] < 0).FirstOrDefault() is { } foreign)
            throw new UserErrorException($"The picture {foreign.Path} is labelled {foreign.Label}, which is not among the model's labels: {labels}; add it to data.labels or set data.ignore_other_labels.");
        List<AuxiliaryTarget> targets = [];
        if (options.Landmarks)
            (_landmarksAt, _auxiliaryLength) = Add(targets, AuxiliaryTarget.Landmarks68);
        if (options.Hidden)
            (_hiddenAt, _auxiliaryLength) = Add(targets, AuxiliaryTarget.Hidden68);
        if (options.ValenceArousal)
            (_affectAt, _auxiliaryLength) = Add(targets, AuxiliaryTarget.ValenceArousal);
        AuxiliaryTargets = targets;
        Groups = items.All(item => item.Person is not null)
            ? [.. items.Index().GroupBy(pair => pair.Item.Person!, (person, pairs) => new SampleGroup(person, [.. pairs.Select(pair => pair.Index)]))]
            : [];
    }

    /// <summary>What the dataset says of each picture, by index.</summary>
    public IReadOnlyList<DatasetItem> Items { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, _crops.Transform.Spec.Height, _crops.Transform.Spec.Width])];

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets { get; }

    /// <inheritdoc/>
    public int Count => Items.Count;

    /// <summary>The people, where the dataset names all of them; otherwise nothing.</summary>
    public IReadOnlyList<SampleGroup> Groups { get; }

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sample.Target.Clear();
        if (_labels[index] >= 0)
            sample.Target[_labels[index]] = 1;
        (int width, int height) = (_crops.Transform.Spec.Width, _crops.Transform.Spec.Height);
        (byte[] wide, AffineTransform cropToPicture) = _crops.Read(Items[index]);
        FaceGeometry geometry = _crops.Vary(wide, _augmentation, augmentation, out byte[] rgb);
        _crops.Transform.Normalize(rgb, sample.Input);
        if (_landmarksAt >= 0)
            WriteLandmarks(Items[index].Landmarks, cropToPicture, geometry, width, height, sample.Auxiliary.Slice(_landmarksAt, AuxiliaryTarget.Landmarks68.Length));
        if (_hiddenAt >= 0)
            WriteHidden(Items[index].Landmarks, cropToPicture, geometry, sample.Auxiliary.Slice(_hiddenAt, AuxiliaryTarget.Hidden68.Length));
        if (_affectAt >= 0)
            WriteAffect(Items[index], sample.Auxiliary.Slice(_affectAt, AuxiliaryTarget.ValenceArousal.Length));
    }

    private (int At, int Length) Add(List<AuxiliaryTarget> targets, AuxiliaryTarget target)
    {
        targets.Add(target);
        return (_auxiliaryLength, _auxiliaryLength + target.Length);
    }

    private static void WriteLandmarks(IReadOnlyList<Point2>? points, AffineTransform cropToPicture, FaceGeometry geometry, int width, int height, Span<float> target)
    {
        target.Fill(AuxiliaryTarget.Landmarks68.Missing);
        foreach ((int point, Point2 place) in Places(points, cropToPicture, geometry))
            (target[2 * point], target[2 * point + 1]) = (place.X / width, place.Y / height);
    }

    // Whether hands, hair or glasses hide a point nobody marked; only what was painted over is known.
    private static void WriteHidden(IReadOnlyList<Point2>? points, AffineTransform cropToPicture, FaceGeometry geometry, Span<float> target)
    {
        target.Fill(AuxiliaryTarget.Hidden68.Missing);
        foreach ((int point, Point2 place) in Places(points, cropToPicture, geometry))
            target[point] = geometry.Erased is { } erased && place.X >= erased.X && place.X < erased.Right && place.Y >= erased.Y && place.Y < erased.Bottom ? 1 : 0;
    }

    // The known landmarks, in pixels of the variation.
    private static IEnumerable<(int Point, Point2 Place)> Places(IReadOnlyList<Point2>? points, AffineTransform cropToPicture, FaceGeometry geometry)
    {
        if (points is null)
            yield break;
        AffineTransform pictureToCrop = cropToPicture.Invert(), cropToTarget = geometry.TargetToSource.Invert();
        for (int point = 0; point < Landmarks68.Count; point++)
        {
            Point2 known = points[geometry.Mirrored ? Landmarks68.MirrorOrder[point] : point];
            if (!Landmarks68.IsMissing(known))
                yield return (point, cropToTarget.Apply(pictureToCrop.Apply(known)));
        }
    }

    private static void WriteAffect(DatasetItem item, Span<float> target)
    {
        target.Fill(AuxiliaryTarget.ValenceArousal.Missing);
        if (item is { Valence: { } valence, Arousal: { } arousal })
            (target[0], target[1]) = (valence, arousal);
    }
}
