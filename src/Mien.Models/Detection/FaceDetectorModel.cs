using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// An anchor-free, single-stage face detector: separable convolutions down to strides 8, 16 and 32, joined from coarse to fine (Lin
/// et al., "Feature pyramid networks", CVPR 2017), and at each of the three a head that gives, for each cell, a score (logit), a box
/// and five points, as YuNet's does (Wu, Peng and Yu, 2023).
/// </summary>
public sealed class FaceDetectorModel : Module<Tensor, Tensor[]>
{
    /// <summary>Numbers a cell: score; centre of the box from the cell's middle, in strides; logarithms of its width and height in strides; five points from the cell's middle, in strides.</summary>
    public const int CellLength = 15;

    // So that at first nearly no cell is taken for a face (Lin et al., "Focal loss", ICCV 2017).
    private const double FirstScore = -4.6;

    // In strides: where a face is this large, its level is the one that is to find it.
    private const double FirstSize = 4;

    private readonly Sequential _stem;
    private readonly Sequential[] _stages;
    private readonly Sequential[] _laterals;
    private readonly SeparableConv2d[] _joints;
    private readonly Sequential[] _heads;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Core.UserErrorException">An option is out of its range.</exception>
    public FaceDetectorModel(FaceDetectorSpec spec)
    {
        spec.Validate();
        Spec = spec;
        int[] channels = [spec.Width, 2 * spec.Width, 4 * spec.Width, 8 * spec.Width, 8 * spec.Width]; // at strides 2, 4, 8, 16, 32
        _stem = RegisterModule("stem", Dense(3, channels[0], 3, stride: 2));
        _stages = [.. Enumerable.Range(1, 4).Select(stage => RegisterModule($"stage{stage}", Stage(channels[stage - 1], channels[stage], stage == 1 ? 1 : spec.Depth)))];
        _laterals = [.. Enumerable.Range(0, Strides.Length).Select(level => RegisterModule($"lateral{level}", Dense(channels[level + 2], spec.NeckWidth, 1)))];
        _joints = [.. Enumerable.Range(0, Strides.Length).Select(level => RegisterModule($"joint{level}", new SeparableConv2d(spec.NeckWidth, spec.NeckWidth)))];
        _heads = [.. Enumerable.Range(0, Strides.Length).Select(level => RegisterModule($"head{level}", Head(spec.NeckWidth)))];
    }

    /// <summary>Input pixels for each cell, across and down, of the three outputs.</summary>
    public static ReadOnlySpan<int> Strides => [8, 16, 32];

    /// <summary>What <see cref="ModelFactory"/> needs to make this model again.</summary>
    public FaceDetectorSpec Spec { get; }

    /// <summary>Names of the outputs in a model file: one for each stride.</summary>
    public static IReadOnlyList<string> OutputNames { get; } = ["stride8", "stride16", "stride32"];

    /// <summary>Detects.</summary>
    /// <param name="input">(N, 3, H, W); H and W multiples of 32.</param>
    /// <returns>For each of <see cref="Strides"/> a map (N, <see cref="CellLength"/>, H / stride, W / stride).</returns>
    protected override Tensor[] ForwardCore(Tensor input)
    {
        Tensor x = _stages[0].Forward(_stem.Forward(input)); // stride 4
        Tensor[] features = new Tensor[Strides.Length];
        for (int level = 0; level < features.Length; level++)
            features[level] = x = _stages[level + 1].Forward(x);
        Tensor joined = _laterals[^1].Forward(features[^1]);
        Tensor[] maps = new Tensor[Strides.Length];
        for (int level = features.Length - 1; level >= 0; level--)
        {
            if (level < features.Length - 1)
                joined = _laterals[level].Forward(features[level]) + Functional.UpsampleNearest(joined, 2);
            joined = _joints[level].Forward(joined);
            maps[level] = _heads[level].Forward(joined);
        }
        return maps;
    }

    private static Sequential Dense(int inputs, int outputs, int kernel, int stride = 1)
    {
        Conv2d convolution = new(inputs, outputs, kernel, stride, padding: (kernel - 1) / 2, bias: false);
        Init.KaimingNormal(convolution.Weight, fanOut: true);
        Sequential layers = new();
        layers.Add(convolution);
        layers.Add(new BatchNorm2d(outputs));
        layers.Add(new ReLU());
        return layers;
    }

    private static Sequential Stage(int inputs, int outputs, int depth)
    {
        Sequential stage = new();
        stage.Add(new SeparableConv2d(inputs, outputs, stride: 2));
        for (int i = 0; i < depth; i++)
            stage.Add(new SeparableConv2d(outputs, outputs));
        return stage;
    }

    private static Sequential Head(int inputs)
    {
        Sequential head = new();
        head.Add(new SeparableConv2d(inputs, inputs));
        head.Add(new DepthwiseConv2d(inputs, 3, 1));
        Conv2d last = new(inputs, CellLength, 1);
        using (Grad.Disabled())
        using (TensorScope.Begin())
        {
            last.Weight.MulInPlace(0.1);
            last.Bias!.ZeroInPlace();
            last.Bias.Slice(0, 0, 1).FillInPlace(FirstScore);
            last.Bias.Slice(0, 3, 5).FillInPlace(Math.Log(FirstSize));
        }
        head.Add(last);
        return head;
    }
}
