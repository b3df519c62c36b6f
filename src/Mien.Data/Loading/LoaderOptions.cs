namespace Mien.Data.Loading;

/// <summary>How batches are made.</summary>
public sealed record LoaderOptions
{
    /// <summary>Samples in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Batches made at the same time, each on a thread of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches kept ready ahead of the trainer; bounds the memory.</summary>
    public int PrefetchBatches { get; init; } = 4;

    /// <summary>Whether samples are augmented.</summary>
    public bool Augment { get; init; }

    /// <summary>Whether a last batch that is not full is left out (a batch of one breaks batch normalisation).</summary>
    public bool DropLast { get; init; }

    /// <summary>Shape of MixUp's Beta distribution, or 0 for none.</summary>
    public float MixUpAlpha { get; init; }

    /// <summary>Heights and widths in pixels, one of which is drawn for each batch's pictures (<see cref="SampleBatch.PictureSize"/>); empty for their own.</summary>
    public IReadOnlyList<int> PictureSizes { get; init; } = [];

    /// <summary>Seeds augmentation, MixUp and the sizes of pictures.</summary>
    public long Seed { get; init; }

    /// <summary>This process's share of the epoch, where several train together; the sampler gives the samples of the share only.</summary>
    public DatasetShard Shard { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PrefetchBatches, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MixUpAlpha);
        foreach (int size in PictureSizes)
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
    }
}
