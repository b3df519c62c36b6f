using Mien.Data;

namespace Mien.Training.Options;

/// <summary>Data with emotions for labels.</summary>
public abstract record EmotionDataOptions : DataOptions
{
    /// <inheritdoc/>
    public abstract override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default);
}
