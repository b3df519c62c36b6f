using System.Buffers.Binary;
using System.Text;

namespace Mien.Torch;

/// <summary>
/// Reads the pickles that torch.save writes, and nothing more: dictionaries, lists, tuples, numbers, texts and tensors
/// (protocols 2 to 5, Python's pickletools.py). A pickle is a program; this reader runs only those instructions that
/// build such data, and fails on any other instruction and on any name that is not on its list.
/// </summary>
internal sealed class PickleReader(ReadOnlyMemory<byte> pickle)
{
    private static readonly object s_mark = new();

    private static readonly Dictionary<string, DType> s_storages = new()
    {
        ["torch.FloatStorage"] = DType.Float32,
        ["torch.DoubleStorage"] = DType.Float64,
        ["torch.HalfStorage"] = DType.Float16,
        ["torch.BFloat16Storage"] = DType.BFloat16,
        ["torch.LongStorage"] = DType.Int64,
        ["torch.IntStorage"] = DType.Int32,
        ["torch.ShortStorage"] = DType.Int16,
        ["torch.CharStorage"] = DType.Int8,
        ["torch.ByteStorage"] = DType.UInt8,
        ["torch.BoolStorage"] = DType.Bool,
    };

    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    /// <summary>Reads the pickle's one value.</summary>
    /// <exception cref="FormatException">It is damaged or holds what is not allowed; the message is part of a sentence.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = Take(1)[0];
            if (opcode == (byte)'.')
                return Pop();
            Run(opcode);
        }
    }

    private void Run(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: _ = Take(1); break; // PROTO
            case 0x95: _ = Take(8); break; // FRAME
            case (byte)'(': Push(s_mark); break;
            case (byte)'0': Pop(); break;
            case (byte)'}': Push(new OrderedDictionary<string, object?>()); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case (byte)'t': Push(PopToMark()); break;
            case 0x85: Push(PopMany(1)); break;
            case 0x86: Push(PopMany(2)); break;
            case 0x87: Push(PopMany(3)); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'K': Push((long)Take(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 0x8a: Push(ReadLong(Take(1)[0])); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 0x8c: Push(ReadText(Take(1)[0])); break;
            case (byte)'X': Push(ReadText(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8d: Push(ReadText(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)))); break;
            case (byte)'q': _memo[Take(1)[0]] = Peek(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: _memo[_memo.Count] = Peek(); break;
            case (byte)'h': Push(Recall(Take(1)[0])); break;
            case (byte)'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'c': Push(new PickleGlobal($"{ReadLine()}.{ReadLine()}")); break;
            case 0x93: PushGlobal(PopMany(2)); break;
            case (byte)'Q': Push(ToStorage(Pop())); break;
            case (byte)'R': PushReduced(Pop(), Pop()); break;
            case (byte)'b': Pop(); break; // BUILD: attributes of an OrderedDict (_metadata) are not needed
            case (byte)'a': AddItems([Pop()]); break;
            case (byte)'e': AddItems(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            default: throw new FormatException($"it holds the instruction 0x{opcode:x2}, which no state dict needs");
        }
    }

    private void PushGlobal(object?[] moduleAndName) => Push(moduleAndName is [string module, string name]
        ? new PickleGlobal($"{module}.{name}")
        : throw new FormatException("a name in it is not a text"));

    private void PushReduced(object? arguments, object? callable)
    {
        string name = (callable as PickleGlobal)?.Name ?? throw new FormatException("it calls something that is not a name");
        object?[] given = arguments as object?[] ?? throw new FormatException($"it calls {name} without a tuple");
        Push(name switch
        {
            "collections.OrderedDict" when given.Length == 0 => new OrderedDictionary<string, object?>(),
            "torch._utils._rebuild_tensor_v2" when given is [PickleStorage storage, long offset, object?[] shape, object?[] strides, ..] =>
                ToTensor(storage, offset, shape, strides),
            "torch._utils._rebuild_parameter" when given is [PickleTensor tensor, ..] => tensor,
            "torch.Size" when given is [object?[] sizes] => sizes,
            _ => throw new FormatException($"it calls {name}, which this reader does not allow"),
        });
    }

    private static PickleTensor ToTensor(PickleStorage storage, long offset, object?[] shape, object?[] strides)
    {
        PickleTensor tensor = new(storage, offset, ToCounts(shape), ToCounts(strides));
        return tensor.FitsStorage() ? tensor : throw new FormatException("a tensor in it reaches beyond its storage");
    }

    private static long[] ToCounts(object?[] values) =>
        Array.ConvertAll(values, value => value is long count ? count : throw new FormatException("a tensor's shape in it is not of integers"));

    // ('storage', torch.FloatStorage, key, location, element count)
    private static PickleStorage ToStorage(object? id) =>
        id is object?[] and ["storage", PickleGlobal type, string key, _, long elements, ..] && s_storages.TryGetValue(type.Name, out DType dtype)
            ? new PickleStorage(dtype, key, elements)
            : throw new FormatException("it refers to a storage of unknown type");

    private void AddItems(object?[] items)
    {
        if (Peek() is not List<object?> list)
            throw new FormatException("it adds items to what is not a list");
        list.AddRange(items);
    }

    private void SetItems(object?[] keysAndValues)
    {
        if (Peek() is not OrderedDictionary<string, object?> dictionary || keysAndValues.Length % 2 != 0)
            throw new FormatException("it sets items of what is not a dictionary");
        for (int i = 0; i < keysAndValues.Length; i += 2)
        {
            // Optimiser states have numbers as keys; other keys hold nothing that is wanted here.
            string key = keysAndValues[i] switch
            {
                string text => text,
                long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => throw new FormatException("a key in it is neither a text nor an integer"),
            };
            dictionary[key] = keysAndValues[i + 1];
        }
    }

    private object? Recall(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw new FormatException("it refers to a value that it has not made");

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw Damaged();

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (_stack.Count < count)
            throw Damaged();
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        int mark = _stack.LastIndexOf(s_mark);
        if (mark < 0)
            throw Damaged();
        object?[] values = PopMany(_stack.Count - mark - 1);
        Pop();
        return values;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(pickle.Length - _position))
            throw Damaged();
        ReadOnlySpan<byte> bytes = pickle.Span.Slice(_position, (int)count);
        _position += (int)count;
        return bytes;
    }

    private string ReadText(ulong length) => Encoding.UTF8.GetString(Take(length));

    private string ReadLine()
    {
        int length = pickle.Span[_position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Damaged();
        string line = ReadText((ulong)length);
        _position++;
        return line;
    }

    private long ReadLong(byte length)
    {
        if (length > 8)
            throw new FormatException("it holds an integer of more than 64 bits");
        ReadOnlySpan<byte> bytes = Take(length);
        long value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private static FormatException Damaged() => new("it is damaged");
}
