using System.Collections.Concurrent;
using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>
/// A face model at any of the picture sizes that its network takes: smaller pictures are read faster and worse. The weights are shared,
/// and what a size needs is made when it is first asked for. Any number of threads may call at the same time.
/// </summary>
/// <param name="bundle">The model; stays the caller's and must live longer.</param>
public sealed class SizedFaceClassifier(ModelBundle bundle) : IDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<FaceEmotionClassifier>> _classifiers = new();

    /// <summary>Width of the model's own pictures, in pixels.</summary>
    public int OwnWidth => bundle.Spec.Image?.Width ?? throw new UserErrorException($"The model {bundle.FilePath} does not look at faces; give a model with the task face.");

    /// <summary>Whether the network takes pictures of other sizes than its own.</summary>
    public bool HasFreeSize => bundle.HasFreeImageSize;

    /// <summary>The classifier that reads pictures of a width.</summary>
    /// <param name="width">Width in pixels; networks of one size only are always given their own.</param>
    /// <exception cref="UserErrorException">The width is out of bounds (<see cref="ModelBundle.SmallestPicture"/> to <see cref="ModelBundle.LargestPicture"/>).</exception>
    public IFaceEmotionClassifier OfWidth(int width) =>
        _classifiers.GetOrAdd(HasFreeSize ? width : OwnWidth, size => new Lazy<FaceEmotionClassifier>(() => new FaceEmotionClassifier(bundle, size))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<FaceEmotionClassifier> classifier in _classifiers.Values)
            if (classifier.IsValueCreated)
                classifier.Value.Dispose();
    }
}
