using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>An argument or result of an operator: one value of the kinds that libtorch's schemas know. It owns nothing.</summary>
public readonly struct Argument
{
    private readonly object? _reference;
    private readonly long _bits;

    private Argument(ValueKind kind, object? reference, long bits) => (Kind, _reference, _bits) = (kind, reference, bits);

    /// <summary>An absent optional argument.</summary>
    public static Argument None => default;

    /// <summary>What the value is.</summary>
    public ValueKind Kind { get; }

    /// <summary>Whether the value is absent.</summary>
    public bool IsNone => Kind == ValueKind.None;

    /// <summary>A list in which tensors may be absent, for example the indices of <c>aten::index.Tensor</c>.</summary>
    public static Argument OptionalTensors(params Tensor?[] tensors) => new(ValueKind.OptionalTensorList, tensors, 0);

    /// <summary>A list of truth values.</summary>
    public static Argument Booleans(params bool[] values) => new(ValueKind.BooleanList, values, 0);

    /// <summary>A tensor, or nothing.</summary>
    public static implicit operator Argument(Tensor? tensor) => tensor is null ? default : new(ValueKind.Tensor, tensor, 0);

    /// <summary>An integer, or a scalar.</summary>
    public static implicit operator Argument(long value) => new(ValueKind.Integer, null, value);

    /// <summary>An integer or nothing.</summary>
    public static implicit operator Argument(long? value) => value is { } known ? known : default(Argument);

    /// <summary>A real number, or a scalar.</summary>
    public static implicit operator Argument(double value) => new(ValueKind.Real, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A real number or nothing.</summary>
    public static implicit operator Argument(double? value) => value is { } known ? known : default(Argument);

    /// <summary>A truth value.</summary>
    public static implicit operator Argument(bool value) => new(ValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>A text, or nothing.</summary>
    public static implicit operator Argument(string? text) => text is null ? default : new(ValueKind.Text, text, 0);

    /// <summary>Integers, or nothing.</summary>
    public static implicit operator Argument(long[]? values) => values is null ? default : new(ValueKind.IntegerList, values, 0);

    /// <summary>Real numbers, or nothing.</summary>
    public static implicit operator Argument(double[]? values) => values is null ? default : new(ValueKind.RealList, values, 0);

    /// <summary>Tensors.</summary>
    public static implicit operator Argument(Tensor[] tensors) => new(ValueKind.TensorList, tensors, 0);

    /// <summary>An element type.</summary>
    public static implicit operator Argument(DType dtype) => new(ValueKind.Integer, null, (long)dtype);

    /// <summary>An element type or nothing.</summary>
    public static implicit operator Argument(DType? dtype) => dtype is { } known ? known : default(Argument);

    /// <summary>A device.</summary>
    public static implicit operator Argument(Device device) => new(ValueKind.Device, null, ((long)device.Type << 32) | (uint)device.Index);

    /// <summary>A height and a width, as a list of two integers.</summary>
    public static implicit operator Argument(Size2 size) => new(ValueKind.IntegerList, new[] { size.Height, size.Width }, 0);

    /// <summary>The tensor.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public Tensor AsTensor() => Kind == ValueKind.Tensor ? (Tensor)_reference! : throw Mismatch("a tensor");

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public long AsInteger() => Kind == ValueKind.Integer ? _bits : throw Mismatch("an integer");

    /// <summary>The real number; integers count as real.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public double AsReal() => Kind switch
    {
        ValueKind.Real => BitConverter.Int64BitsToDouble(_bits),
        ValueKind.Integer => _bits,
        _ => throw Mismatch("a number"),
    };

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public bool AsBoolean() => Kind == ValueKind.Boolean ? _bits != 0 : throw Mismatch("a truth value");

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public string AsText() => Kind == ValueKind.Text ? (string)_reference! : throw Mismatch("a text");

    /// <summary>The device.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public Device AsDevice() => Kind == ValueKind.Device ? new((DeviceType)(_bits >> 32), (int)_bits) : throw Mismatch("a device");

    /// <summary>The integers.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public IReadOnlyList<long> AsIntegers() => Kind == ValueKind.IntegerList ? (long[])_reference! : throw Mismatch("a list of integers");

    /// <summary>The real numbers.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public IReadOnlyList<double> AsReals() => Kind == ValueKind.RealList ? (double[])_reference! : throw Mismatch("a list of numbers");

    /// <summary>The truth values.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public IReadOnlyList<bool> AsBooleans() => Kind == ValueKind.BooleanList ? (bool[])_reference! : throw Mismatch("a list of truth values");

    /// <summary>The tensors; some may be null where the schema allows it.</summary>
    /// <exception cref="InvalidOperationException">The value is none.</exception>
    public IReadOnlyList<Tensor?> AsTensors() => Kind is ValueKind.TensorList or ValueKind.OptionalTensorList
        ? (Tensor?[])_reference!
        : throw Mismatch("a list of tensors");

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ValueKind.None => "none",
        ValueKind.Integer => _bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Real => AsReal().ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Boolean => AsBoolean() ? "true" : "false",
        ValueKind.Device => AsDevice().ToString(),
        ValueKind.Text => $"\"{_reference}\"",
        ValueKind.IntegerList => $"[{string.Join(", ", AsIntegers())}]",
        ValueKind.RealList => $"[{string.Join(", ", AsReals())}]",
        ValueKind.BooleanList => $"[{string.Join(", ", AsBooleans())}]",
        ValueKind.TensorList or ValueKind.OptionalTensorList => $"[{string.Join(", ", AsTensors())}]",
        _ => _reference!.ToString()!,
    };

    /// <summary>The value with each tensor replaced, for a recorder that keeps references of its own.</summary>
    internal Argument Map(Func<Tensor, Tensor> replace) => Kind switch
    {
        ValueKind.Tensor => replace(AsTensor()),
        ValueKind.TensorList or ValueKind.OptionalTensorList =>
            new(Kind, Array.ConvertAll((Tensor?[])_reference!, tensor => tensor is null ? null : replace(tensor)), 0),
        _ => this,
    };

    internal object? Reference => _reference;

    internal long Bits => _bits;

    private InvalidOperationException Mismatch(string wanted) => new($"The value is of kind {Kind}, not {wanted}.");
}
