using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.Torch;
using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>Makes one graph from two passes over different batch sizes: what is the same in both is fixed, what follows the batch is symbolic.</summary>
internal sealed class PassMerger
{
    private const string BatchSymbol = "batch";

    private readonly TracedPass _first;
    private readonly TracedPass _second;
    private readonly Dictionary<nint, TracedValue> _values = []; // by the first pass's tensor
    private readonly Dictionary<nint, TracedValue> _secondValues = [];
    private readonly Dictionary<nint, string> _keys;
    private int _constants;

    public PassMerger(Module owner, TracedPass first, TracedPass second)
    {
        (_first, _second) = (first, second);
        _keys = owner.StateDict().GroupBy(entry => entry.Value.Id).ToDictionary(group => group.Key, group => group.First().Key);
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="UserErrorException">The passes differ in more than the batch's size.</exception>
    public TracedGraph Merge(IReadOnlyList<string> inputNames)
    {
        TracedValue[] inputs = [.. inputNames.Select((name, i) => Define(_first.Inputs[i], _second.Inputs[i], "the input", name))];
        if (_first.Calls.Count != _second.Calls.Count)
            throw new UserErrorException($"The model calls {_first.Calls.Count} operators for a batch of {_first.Batch} and {_second.Calls.Count} for one of {_second.Batch}; a model whose course depends on the batch cannot be exported.");
        List<TracedCall> calls = [];
        foreach ((OperatorCall first, OperatorCall second) in _first.Calls.Zip(_second.Calls))
        {
            if (MergeCall(first, second) is { } call)
                calls.Add(call);
        }
        (string, TracedValue)[] outputs = [.. _first.Outputs.Zip(_second.Outputs, (one, other) => (one.Name, Find(one.Tensor, other.Tensor, $"the output {one.Name}")))];
        return new TracedGraph(inputs, calls, outputs);
    }

    /// <summary>The call, or null where it only made a constant.</summary>
    private TracedCall? MergeCall(OperatorCall first, OperatorCall second)
    {
        string place = Place(first);
        if (first.Operator.ToString() != second.Operator.ToString())
            throw new UserErrorException($"{place} is {second.Operator} for another batch size; a model whose course depends on the batch cannot be exported.");
        if (!first.Arguments.Any(argument => argument.Kind is ValueKind.Tensor or ValueKind.TensorList or ValueKind.OptionalTensorList))
            return null; // zeros, ones, a number as a tensor: read as a constant where it is used
        object?[] arguments = [.. first.Arguments.Zip(second.Arguments).Select(pair => MergeArgument(pair.First, pair.Second, place))];
        TracedValue[] results = [.. Tensors(first.Results).Zip(Tensors(second.Results)).Select(pair => Define(pair.First, pair.Second, place, null))];
        return new TracedCall(first.Operator.ToString(), first.ModulePath, arguments, results);
    }

    private object? MergeArgument(Argument first, Argument second, string place)
    {
        if (first.Kind != second.Kind)
            throw new UserErrorException($"An argument of {place} is of another kind for another batch size, which cannot be exported.");
        return first.Kind switch
        {
            ValueKind.None => null,
            ValueKind.Tensor => Find(first.AsTensor(), second.AsTensor(), place),
            ValueKind.Integer => MergeInteger(first.AsInteger(), second.AsInteger(), place),
            ValueKind.Real => first.AsReal() == second.AsReal() ? first.AsReal() : throw DependsOnBatch(place),
            ValueKind.Boolean => first.AsBoolean(),
            ValueKind.Text => first.AsText(),
            ValueKind.IntegerList => MergeIntegers(first.AsIntegers(), second.AsIntegers(), place),
            ValueKind.TensorList => first.AsTensors().Zip(second.AsTensors()).Select(pair => Find(pair.First!, pair.Second!, place)).ToArray(),
            _ => throw new UserErrorException($"An argument of {place} is of the kind {first.Kind}, which cannot be exported."),
        };
    }

    private object MergeIntegers(IReadOnlyList<long> first, IReadOnlyList<long> second, string place)
    {
        if (first.Count != second.Count)
            throw DependsOnBatch(place);
        object[] merged = [.. first.Zip(second).Select(pair => MergeInteger(pair.First, pair.Second, place))];
        return merged.All(value => value is long) ? first.ToArray() : merged;
    }

    /// <summary>A long where both passes agree, else a <see cref="BatchMultiple"/>.</summary>
    private object MergeInteger(long first, long second, string place)
    {
        if (first == second)
            return first;
        long factor = first / _first.Batch;
        return first == factor * _first.Batch && second == factor * _second.Batch ? new BatchMultiple(factor) : throw DependsOnBatch(place);
    }

    /// <summary>The value that both passes' tensors stand for; one that no call made is a parameter or a constant.</summary>
    private TracedValue Find(Tensor first, Tensor second, string place)
    {
        bool known = _values.TryGetValue(first.Id, out TracedValue? value);
        bool knownToo = _secondValues.TryGetValue(second.Id, out TracedValue? secondValue);
        if (known != knownToo || value != secondValue)
            throw DependsOnBatch(place);
        return value ?? DefineConstant(first, second, place);
    }

    private TracedValue DefineConstant(Tensor first, Tensor second, string place)
    {
        bool sameShape = first.Shape.SequenceEqual(second.Shape);
        byte[] data = ReadBytes(first);
        bool isZero = !data.AsSpan().ContainsAnyExcept((byte)0) && !ReadBytes(second).AsSpan().ContainsAnyExcept((byte)0);
        string? key = _keys.GetValueOrDefault(first.Id);
        if (key is null && sameShape && !data.AsSpan().SequenceEqual(ReadBytes(second)))
            throw DependsOnBatch(place);
        TracedValue value = new()
        {
            Shape = MergeShape(first, second, place),
            ElementType = ElementType(first.DType, place),
            IsZero = isZero,
            Constant = sameShape ? new OnnxTensor(key ?? $"constant_{++_constants}", ElementType(first.DType, place), first.Shape.ToArray(), data) : null,
        };
        return _values[first.Id] = _secondValues[second.Id] = value;
    }

    private TracedValue Define(Tensor first, Tensor second, string place, string? inputName) => _values[first.Id] = _secondValues[second.Id] = new TracedValue
    {
        Shape = MergeShape(first, second, place),
        ElementType = ElementType(first.DType, place),
        InputName = inputName,
    };

    private OnnxDimension[] MergeShape(Tensor first, Tensor second, string place)
    {
        object merged = MergeIntegers(first.Shape.ToArray(), second.Shape.ToArray(), place);
        return merged is long[] sizes
            ? [.. sizes.Select(size => (OnnxDimension)size)]
            : [.. ((object[])merged).Select(size => size is BatchMultiple { Factor: var factor }
                ? (OnnxDimension)(factor == 1 ? BatchSymbol : $"{factor}*{BatchSymbol}")
                : (long)size)];
    }

    private static OnnxElementType ElementType(DType type, string place) => type switch
    {
        DType.Float32 => OnnxElementType.Float,
        DType.Int64 => OnnxElementType.Int64,
        DType.Bool => OnnxElementType.Bool,
        _ => throw new UserErrorException($"{place} works on {type}, which cannot be exported."),
    };

    private static byte[] ReadBytes(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes<float>(tensor.ToArray<float>()).ToArray(),
        DType.Int64 => MemoryMarshal.AsBytes<long>(tensor.ToArray<long>()).ToArray(),
        DType.Bool => MemoryMarshal.AsBytes<bool>(tensor.ToArray<bool>()).ToArray(),
        var type => throw new UserErrorException($"A tensor of {type} cannot be exported."),
    };

    private static IEnumerable<Tensor> Tensors(IEnumerable<Argument> results) => results.SelectMany(result => result.Kind switch
    {
        ValueKind.Tensor => [result.AsTensor()],
        ValueKind.TensorList => result.AsTensors().Select(tensor => tensor!),
        _ => Enumerable.Empty<Tensor>(),
    });

    private static string Place(OperatorCall call) =>
        $"the operator {call.Operator} in {(call.ModulePath.Length == 0 ? "the model" : $"module {call.ModulePath}")}";

    private static UserErrorException DependsOnBatch(string place) =>
        new($"The values in {place} depend on the batch's size in a way that an exported model cannot follow.");
}
