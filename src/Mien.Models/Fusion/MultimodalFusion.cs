using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Brings the features of face and speech together as (N, <see cref="FeatureCount"/>). A missing modality is an input of its own: where <c>presence</c> says so,
/// a learned embedding takes the place of the features, whatever they hold (NaN too), and attention gives the modality no weight.
/// </summary>
public abstract class MultimodalFusion : Module<FusionInputs, Tensor>
{
    /// <summary>Fused features a sample.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>The learned embedding for the samples that lack the modality, the features of the others.</summary>
    /// <param name="absent">(N, 1), boolean.</param>
    /// <param name="embedding">(C)</param>
    /// <param name="features">(N, C)</param>
    /// <returns>(N, C)</returns>
    protected static Tensor EmbeddingWhere(Tensor absent, Tensor embedding, Tensor features) => embedding.Where(absent, features);
}
