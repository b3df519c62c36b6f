namespace Mien.Models;

/// <summary>One stage of EfficientNet's base network: a row of table 1 in Tan and Le, 2019.</summary>
/// <param name="Expansion">Factor from a block's input channels to its hidden channels.</param>
/// <param name="Kernel">Side of the depthwise kernel.</param>
/// <param name="Stride">Stride of the stage's first block; the others have 1.</param>
/// <param name="Inputs">Channels into the stage.</param>
/// <param name="Outputs">Channels out of the stage.</param>
/// <param name="Blocks">Number of blocks.</param>
internal sealed record MBConvStage(int Expansion, int Kernel, int Stride, int Inputs, int Outputs, int Blocks)
{
    /// <summary>The seven stages of EfficientNet-B0.</summary>
    public static IReadOnlyList<MBConvStage> BaseNetwork { get; } =
    [
        new(1, 3, 1, 32, 16, 1),
        new(6, 3, 2, 16, 24, 2),
        new(6, 5, 2, 24, 40, 2),
        new(6, 3, 2, 40, 80, 3),
        new(6, 5, 1, 80, 112, 3),
        new(6, 5, 2, 112, 192, 4),
        new(6, 3, 1, 192, 320, 1),
    ];

    /// <summary>The stage as a variant has it.</summary>
    public MBConvStage Scaled(EfficientNetScaling scaling) =>
        this with { Inputs = scaling.Channels(Inputs), Outputs = scaling.Channels(Outputs), Blocks = scaling.Blocks(Blocks) };
}
