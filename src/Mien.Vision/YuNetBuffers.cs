using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;

namespace Mien.Vision;

/// <summary>The memory of one input size, made once and used for every frame of that size.</summary>
internal sealed class YuNetBuffers : IDisposable
{
    private readonly byte[] _shrunk;
    private readonly OrtTensor<float> _input;

    public YuNetBuffers(DetectorInputSize size, YuNetLayout layout)
    {
        Size = size;
        _shrunk = new byte[size.Width * size.Height * 3];
        // Zeros: the part that no frame covers stays black.
        _input = OrtTensor<float>.Create(1, 3, size.InputHeight, size.InputWidth);
        Inputs = [_input];
        Outputs = new OrtValue[layout.OutputCount];
        Levels = new YuNetLevel[YuNetLayout.Strides.Length];
        for (int i = 0; i < Levels.Length; i++)
        {
            int stride = YuNetLayout.Strides[i], columns = size.InputWidth / stride, rows = size.InputHeight / stride;
            Levels[i] = new YuNetLevel(stride, columns, rows, Make("cls", 1), Make("obj", 1), Make("bbox", 4), Make("kps", 10));

            OrtTensor<float> Make(string part, int values)
            {
                OrtTensor<float> tensor = OrtTensor<float>.Create(1, columns * rows, values);
                Outputs[layout.IndexOf(part, stride)] = tensor;
                return tensor;
            }
        }
    }

    public DetectorInputSize Size { get; }

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    public YuNetLevel[] Levels { get; }

    /// <summary>Shrinks a frame into the input: (1, 3, height, width), blue, green, red, 0..255.</summary>
    public void Fill(VideoFrame frame)
    {
        ReadOnlySpan<byte> rgb = frame.Rgb.Span;
        if (Size.Width != frame.Width || Size.Height != frame.Height)
        {
            ImageSampler.Resize(rgb, frame.Width, frame.Height, 3, _shrunk, Size.Width, Size.Height, Interpolation.Area);
            rgb = _shrunk;
        }
        int plane = Size.InputHeight * Size.InputWidth;
        Span<float> input = _input.Span;
        for (int y = 0; y < Size.Height; y++)
        {
            ReadOnlySpan<byte> row = rgb.Slice(y * Size.Width * 3, Size.Width * 3);
            Span<float> blue = input.Slice(y * Size.InputWidth, Size.Width);
            Span<float> green = input.Slice(plane + y * Size.InputWidth, Size.Width);
            Span<float> red = input.Slice(2 * plane + y * Size.InputWidth, Size.Width);
            for (int x = 0, at = 0; x < blue.Length && x < green.Length && x < red.Length && at + 2 < row.Length; x++, at += 3)
            {
                red[x] = row[at];
                green[x] = row[at + 1];
                blue[x] = row[at + 2];
            }
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        foreach (OrtValue output in Outputs)
            output.Dispose();
    }
}
