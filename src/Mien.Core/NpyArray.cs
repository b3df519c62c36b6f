using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mien.Core;

/// <summary>An array from a NumPy <c>.npy</c> file, its values in C order (the last index runs fastest).</summary>
/// <remarks>Format: numpy.lib.format, versions 1 to 3; little-endian numbers of the kinds f2, f4, f8, i1, u1, i2, i4, i8 and bool.</remarks>
public sealed class NpyArray
{
    private const int PrefixLength = 10;
    private readonly double[] _values;

    private NpyArray(int[] shape, string type, double[] values) => (Shape, Type, _values) = (shape, type, values);

    /// <summary>Length of each axis; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>NumPy's name of the stored type without byte order, for example <c>f4</c>.</summary>
    public string Type { get; }

    /// <summary>The values as double. Integers beyond 2^53 lose their last digits.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The values as float, in a new array.</summary>
    public float[] ToSingle() => Array.ConvertAll(_values, value => (float)value);

    /// <summary>The values as integers, in a new array.</summary>
    public long[] ToInt64() => Array.ConvertAll(_values, value => checked((long)value));

    /// <summary>Reads the content of a <c>.npy</c> file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="UserErrorException">Not such a file, cut off, or of an element type that is not read.</exception>
    public static NpyArray Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < PrefixLength || bytes[0] != 0x93 || !bytes[1..].StartsWith("NUMPY"u8))
            throw new UserErrorException($"{name} is not a NumPy array; save it with numpy.save or numpy.savez.");
        bool isLong = bytes[6] >= 2;
        int headerStart = isLong ? 12 : PrefixLength;
        long headerLength = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (headerStart + headerLength > bytes.Length)
            throw new UserErrorException($"The NumPy array {name} is cut off; copy or make it again.");
        string header = System.Text.Encoding.UTF8.GetString(bytes.Slice(headerStart, (int)headerLength));
        NpyHeader fields = NpyHeader.Parse(header, name);
        int count = fields.Shape.Aggregate(1, (product, length) => checked(product * length));
        double[] values = ReadValues(bytes[(headerStart + (int)headerLength)..], fields.Type, count, name);
        return new NpyArray(fields.Shape, fields.Type, fields.FortranOrder ? ToRowMajor(values, fields.Shape) : values);
    }

    private static double[] ReadValues(ReadOnlySpan<byte> data, string type, int count, string name)
    {
        int size = type == "b1" ? 1 : type[^1] - '0';
        if (data.Length < (long)count * size)
            throw new UserErrorException($"The NumPy array {name} is cut off; copy or make it again.");
        data = data[..(count * size)];
        return type switch
        {
            "f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "f4" => Widen(MemoryMarshal.Cast<byte, float>(data), value => value),
            "f2" => Widen(MemoryMarshal.Cast<byte, Half>(data), value => (double)value),
            "i8" => Widen(MemoryMarshal.Cast<byte, long>(data), value => value),
            "i4" => Widen(MemoryMarshal.Cast<byte, int>(data), value => value),
            "i2" => Widen(MemoryMarshal.Cast<byte, short>(data), value => value),
            "i1" => Widen(MemoryMarshal.Cast<byte, sbyte>(data), value => value),
            "u1" or "b1" => Widen(data, value => value),
            _ => throw new UserErrorException($"The NumPy array {name} holds elements of type {type}, which are not read; convert it to float32."),
        };
    }

    private static double[] Widen<T>(ReadOnlySpan<T> values, Func<T, double> convert)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = convert(values[i]);
        return wide;
    }

    private static double[] ToRowMajor(double[] columnMajor, int[] shape)
    {
        double[] rowMajor = new double[columnMajor.Length];
        int[] index = new int[shape.Length];
        foreach (double value in columnMajor)
        {
            int at = 0;
            for (int axis = 0; axis < shape.Length; axis++)
                at = at * shape[axis] + index[axis];
            rowMajor[at] = value;
            for (int axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
                index[axis] = 0;
        }
        return rowMajor;
    }
}
