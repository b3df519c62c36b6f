using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Vision;

/// <summary>The memory of one input size, made once and used for every frame of that size.</summary>
internal sealed class MienDetectorBuffers : IDisposable
{
    private readonly byte[] _shrunk;
    private readonly ImageTransform _transform;
    private readonly OrtTensor<float> _input;

    public MienDetectorBuffers(DetectorInputSize size, ImageSpec spec, IReadOnlyList<(string Name, int Stride)> outputs)
    {
        Size = size;
        _transform = new ImageTransform(spec with { Width = size.InputWidth, Height = size.InputHeight });
        _shrunk = new byte[size.InputWidth * size.InputHeight * 3]; // zeros: the part that no frame covers stays black
        _input = OrtTensor<float>.Create(1, 3, size.InputHeight, size.InputWidth);
        Inputs = [_input];
        Maps = [.. outputs.Select(output => OrtTensor<float>.Create(1, FaceMapDecoder.CellLength, size.InputHeight / output.Stride, size.InputWidth / output.Stride))];
        Outputs = [.. Maps];
    }

    public DetectorInputSize Size { get; }

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    /// <summary>For each stride (1, 15, rows, columns).</summary>
    public OrtTensor<float>[] Maps { get; }

    /// <summary>Shrinks a frame into the input's top left corner and normalises it.</summary>
    public void Fill(VideoFrame frame)
    {
        ReadOnlySpan<byte> rgb = frame.Rgb.Span;
        if (Size.InputWidth == frame.Width && Size.InputHeight == frame.Height)
        {
            _transform.Normalize(rgb, _input.Span);
            return;
        }
        if (Size.Width == Size.InputWidth)
            ImageSampler.Resize(rgb, frame.Width, frame.Height, 3, _shrunk.AsSpan(0, Size.Width * Size.Height * 3), Size.Width, Size.Height, Interpolation.Area);
        else
            FillRows(rgb, frame);
        _transform.Normalize(_shrunk, _input.Span);
    }

    public void Dispose()
    {
        _input.Dispose();
        foreach (OrtTensor<float> map in Maps)
            map.Dispose();
    }

    private void FillRows(ReadOnlySpan<byte> rgb, VideoFrame frame)
    {
        byte[] rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Size.Width * Size.Height * 3);
        try
        {
            Span<byte> resized = rented.AsSpan(0, Size.Width * Size.Height * 3);
            ImageSampler.Resize(rgb, frame.Width, frame.Height, 3, resized, Size.Width, Size.Height, Interpolation.Area);
            int row = Size.Width * 3;
            for (int y = 0; y < Size.Height; y++)
                resized.Slice(y * row, row).CopyTo(_shrunk.AsSpan(y * Size.InputWidth * 3));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
