using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>What a YuNet file declares: its input's size where that is fixed, and where each of its twelve outputs stands.</summary>
internal sealed class YuNetLayout
{
    private const int SizeMultiple = 32;

    private readonly int? _fixedWidth;
    private readonly int? _fixedHeight;
    private readonly string[] _outputNames;

    private YuNetLayout(int? fixedWidth, int? fixedHeight, string[] outputNames) =>
        (_fixedWidth, _fixedHeight, _outputNames) = (fixedWidth, fixedHeight, outputNames);

    /// <summary>The strides of the network's three levels.</summary>
    public static ReadOnlySpan<int> Strides => [8, 16, 32];

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _outputNames.Length;

    /// <summary>Checks that a model is a YuNet.</summary>
    /// <exception cref="UserErrorException">It is not; the message says what it lacks.</exception>
    public static YuNetLayout Read(OrtSession session, string path)
    {
        if (session.Inputs is not [{ ElementType: OrtElementType.Float, Shape: { Count: 4 } shape }] || shape[1] != 3)
            throw NotYuNet($"its input is {string.Join("; ", session.Inputs)}, not float (1, 3, height, width)");
        string[] names = [.. session.Outputs.Select(output => output.Name)];
        foreach (int stride in Strides)
            foreach ((string part, int values) in (ReadOnlySpan<(string, int)>)[("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)])
            {
                OrtTensorInfo output = session.Outputs.FirstOrDefault(output => output.Name == $"{part}_{stride}") ?? throw NotYuNet($"it has no output {part}_{stride}");
                if (output.ElementType != OrtElementType.Float || output.Shape.Count != 3 || output.Shape[2] != values)
                    throw NotYuNet($"its output {output} is not float (1, cells, {values})");
            }
        int? width = shape[3] > 0 ? (int)shape[3] : null, height = shape[2] > 0 ? (int)shape[2] : null;
        if (width % SizeMultiple > 0 || height % SizeMultiple > 0)
            throw NotYuNet($"its input size {width} x {height} is not a multiple of {SizeMultiple}");
        if (names.Length != 12)
            throw NotYuNet($"it has {names.Length} outputs instead of 12");
        return new YuNetLayout(width, height, names);

        UserErrorException NotYuNet(string reason) => new($"{path} is not a YuNet face detector: {reason}.");
    }

    /// <summary>Where an output stands in a run.</summary>
    public int IndexOf(string part, int stride) => Array.IndexOf(_outputNames, $"{part}_{stride}");

    /// <summary>How a frame is put into the network: never enlarged, its aspect kept.</summary>
    public DetectorInputSize SizeFor(int frameWidth, int frameHeight, int longestSide) =>
        DetectorInputSize.Of(frameWidth, frameHeight, longestSide, _fixedWidth, _fixedHeight);
}
