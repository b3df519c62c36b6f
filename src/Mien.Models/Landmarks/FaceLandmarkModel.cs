using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// 68 landmarks of one aligned face. Separable convolutions see the crop at strides 2 to 16; strides 16 and 8 are joined, and there
/// each cell votes where each point is and how much its vote counts, and whether it is hidden. A point is the mean of the votes: what is near it says where
/// exactly, and what is far still says where it must be when it is hidden (after Jin, Liao and Shao, "Pixel-in-pixel net", 2021, and
/// the soft-argmax of Sun et al., "Integral human pose regression", 2018).
/// </summary>
public sealed class FaceLandmarkModel : Module<Tensor, Tensor[]>
{
    /// <summary>Names of the outputs in a model file.</summary>
    public static IReadOnlyList<string> OutputNames { get; } = [LandmarkHead.Name, "hidden"];

    private const int Stride = 8;
    private const int Points = LandmarkHead.Length / 2;
    private const int VoteLength = 4; // weight, across, down, hidden

    private readonly Sequential _stem;
    private readonly Sequential[] _stages;
    private readonly Conv2d _lateral;
    private readonly Conv2d _context;
    private readonly Sequential _joint;
    private readonly Conv2d _votes;
    private readonly Tensor _across;
    private readonly Tensor _down;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Core.UserErrorException">An option is out of its range.</exception>
    public FaceLandmarkModel(FaceLandmarkSpec spec)
    {
        spec.Validate();
        Spec = spec;
        int width = spec.Width, neck = spec.NeckWidth, cells = spec.ImageSize / Stride;
        _stem = RegisterModule("stem", Stem(width));
        _stages = [.. Enumerable.Range(1, 3).Select(stage => RegisterModule($"stage{stage}", Stage(width << (stage - 1), width << stage, spec.Depth)))]; // to strides 4, 8, 16
        _lateral = RegisterModule("lateral", new Conv2d(4 * width, neck, 1));
        _context = RegisterModule("context", new Conv2d(8 * width, neck, 1));
        _joint = RegisterModule("joint", new Sequential(new ReLU(), new SeparableConv2d(neck, neck), new SeparableConv2d(neck, neck)));
        _votes = RegisterModule("votes", new Conv2d(neck, VoteLength * Points, 1));
        float[] middles = [.. Enumerable.Range(0, cells).Select(cell => (cell + 0.5f) / cells)];
        _across = RegisterBuffer("across", Tensor.From<float>([.. Enumerable.Range(0, cells * cells).Select(cell => middles[cell % cells])]));
        _down = RegisterBuffer("down", Tensor.From<float>([.. Enumerable.Range(0, cells * cells).Select(cell => middles[cell / cells])]));
    }

    /// <summary>What <see cref="ModelFactory"/> needs to make this model again.</summary>
    public FaceLandmarkSpec Spec { get; }

    /// <summary>Finds the points.</summary>
    /// <param name="input">(N, 3, <see cref="FaceLandmarkSpec.ImageSize"/>, the same).</param>
    /// <returns>
    /// (N, 136): x0, y0, x1, y1, ... in fractions of the crop's width and height; a point may lie beyond the crop. (N, 68): for each
    /// point the logit that something hides it.
    /// </returns>
    protected override Tensor[] ForwardCore(Tensor input)
    {
        Tensor near = _stages[1].Forward(_stages[0].Forward(_stem.Forward(input))); // stride 8
        Tensor far = _stages[2].Forward(near); // stride 16
        Tensor joined = _joint.Forward(_lateral.Forward(near) + Functional.UpsampleNearest(_context.Forward(far), 2));
        int cells = Spec.ImageSize / Stride;
        Tensor votes = _votes.Forward(joined).Reshape(-1, VoteLength, Points, cells * cells);
        Tensor weights = Functional.Softmax(votes.Select(1, 0), 2); // (N, 68, cells)
        Tensor x = (weights * (votes.Select(1, 1) * (1.0 / cells) + _across)).Sum([2]), y = (weights * (votes.Select(1, 2) * (1.0 / cells) + _down)).Sum([2]);
        return [Tensor.Stack([x, y], 2).Flatten(1), (weights * votes.Select(1, 3)).Sum([2])];
    }

    private static Sequential Stem(int channels) =>
        new(new Conv2d(3, channels, 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(channels), new ReLU());

    private static Sequential Stage(int inputs, int outputs, int depth)
    {
        Sequential stage = new(new SeparableConv2d(inputs, outputs, stride: 2));
        for (int i = 0; i < depth; i++)
            stage.Add(new SeparableConv2d(outputs, outputs));
        return stage;
    }
}
