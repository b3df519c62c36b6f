using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// EfficientNet (Tan and Le 2019, https://arxiv.org/abs/1905.11946) without its classifier: normalised pictures (N, 3, H, W), H and W
/// at least 32, to features (N, <see cref="FeatureCount"/>). Parameter names and shapes are torchvision's (<c>features.0.0.weight</c>
/// ... <c>features.8.1.bias</c>), so published weights load key for key; so are the initialisation and the batch norms' constants.
/// </summary>
public sealed class EfficientNet : Module<Tensor, Tensor>
{
    private readonly Sequential _features;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="variant">Size of the network.</param>
    /// <param name="stochasticDepth">Drop probability that the blocks' probabilities rise to, 0 to below 1.</param>
    /// <param name="activation">What follows the convolutions.</param>
    public EfficientNet(EfficientNetVariant variant = EfficientNetVariant.B0, double stochasticDepth = 0.2, EncoderActivation activation = EncoderActivation.Silu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stochasticDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stochasticDepth, 1);
        Variant = variant;
        MBConvStage[] stages = [.. MBConvStage.BaseNetwork.Select(stage => stage.Scaled(EfficientNetScaling.Of(variant)))];
        int allBlocks = stages.Sum(stage => stage.Blocks), block = 0;

        _features = RegisterModule("features", new Sequential());
        _features.Add(new ConvNormActivation(3, stages[0].Inputs, kernel: 3, stride: 2, activation: activation));
        foreach (MBConvStage stage in stages)
        {
            Sequential blocks = new();
            for (int i = 0; i < stage.Blocks; i++)
            {
                double drop = stochasticDepth * block++ / allBlocks; // the deeper, the likelier
                blocks.Add(i == 0
                    ? new MBConv(stage.Inputs, stage.Outputs, stage.Expansion, stage.Kernel, stage.Stride, activation, drop)
                    : new MBConv(stage.Outputs, stage.Outputs, stage.Expansion, stage.Kernel, stride: 1, activation, drop));
            }
            _features.Add(blocks);
        }
        FeatureCount = 4 * stages[^1].Outputs;
        _features.Add(new ConvNormActivation(stages[^1].Outputs, FeatureCount, kernel: 1, activation: activation));
    }

    /// <summary>Size of the network.</summary>
    public EfficientNetVariant Variant { get; }

    /// <summary>Features a picture: 1280, and 1408 for B2.</summary>
    public int FeatureCount { get; }

    /// <summary>The last feature map.</summary>
    /// <param name="facesNchw">(N, 3, H, W), normalised; H and W at least 32.</param>
    /// <returns>(N, <see cref="FeatureCount"/>, H / 32, W / 32), rounded up.</returns>
    public Tensor ForwardMap(Tensor facesNchw)
    {
        using ModuleCall call = Enter();
        return _features.Forward(facesNchw);
    }

    /// <summary>The mean over a feature map's positions.</summary>
    /// <param name="map">(N, C, h, w)</param>
    /// <returns>(N, C)</returns>
    public static Tensor Pool(Tensor map) => Functional.AdaptiveAvgPool2d(map, 1).Flatten(1);

    /// <summary>Loads a published state dict; its classifier, which this network lacks, is passed over.</summary>
    /// <param name="state">Tensors by torchvision's names.</param>
    /// <exception cref="Mien.Core.UserErrorException">Names or shapes differ.</exception>
    public void LoadPublished(IReadOnlyDictionary<string, Tensor> state) => LoadStateDict(
        state.Where(entry => !entry.Key.StartsWith("classifier.", StringComparison.Ordinal)).ToDictionary(), strict: true);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor facesNchw) => Pool(_features.Forward(facesNchw));
}
