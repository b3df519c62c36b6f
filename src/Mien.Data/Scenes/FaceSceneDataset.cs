using Mien.Preprocessing;

namespace Mien.Data.Scenes;

/// <summary>Composed pictures as samples for a face detector: without augmentation always the same ones, with it new ones in each epoch.</summary>
public sealed class FaceSceneDataset : ISampleDataset
{
    private readonly FaceSceneComposer _composer;
    private readonly ImageTransform _transform;
    private readonly FaceTargets _targets;
    private readonly long _seed;

    /// <summary>Makes a dataset.</summary>
    /// <param name="composer">Composes the pictures.</param>
    /// <param name="spec">What the detector expects of its picture; its size is that of the pictures.</param>
    /// <param name="count">Number of pictures.</param>
    /// <param name="maxFaces">Faces a sample has room for.</param>
    /// <param name="seed">Another seed composes other pictures.</param>
    public FaceSceneDataset(FaceSceneComposer composer, ImageSpec spec, int count, int maxFaces, long seed)
    {
        (_composer, Count, _seed) = (composer, count, seed);
        _transform = new ImageTransform(spec);
        _targets = new FaceTargets(maxFaces);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, _transform.Spec.Height, _transform.Spec.Width])];

    /// <summary>None: a face is a face.</summary>
    public int TargetLength => 0;

    /// <inheritdoc/>
    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [_targets.Target];

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int LabelOf(int index) => -1;

    /// <summary>Composes one of the pictures.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="augmentation">Draws for a new picture, or null for that which the index always has.</param>
    public FaceScene Compose(int index, SampleRandom? augmentation = null) => _composer.Compose(augmentation ?? new SampleRandom(_seed, index));

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        FaceScene scene = Compose(index, augmentation);
        _transform.Normalize(scene.Rgb, sample.Input);
        _targets.Write(scene.Faces, sample.Auxiliary);
    }
}
