using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.Torch;
using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>
/// Makes one graph from passes over inputs of different sizes: what is the same in all is fixed, what differs follows the size that was
/// varied. The first pass has the usual sizes, each further one varies one of them.
/// </summary>
internal sealed class PassMerger
{
    private readonly IReadOnlyList<TracedPass> _passes;
    private readonly IReadOnlyList<FreeSize> _free;
    private readonly Dictionary<nint, TracedValue>[] _values; // of each pass, by its tensor
    private readonly Dictionary<nint, string> _keys;
    private int _constants;

    /// <param name="owner">The module whose parameters and buffers the passes read.</param>
    /// <param name="passes">The passes, one more than free sizes.</param>
    /// <param name="free">The free sizes in the order of the passes that vary them, the batch first.</param>
    public PassMerger(Module owner, IReadOnlyList<TracedPass> passes, IReadOnlyList<FreeSize> free)
    {
        (_passes, _free) = (passes, free);
        _values = [.. passes.Select(_ => new Dictionary<nint, TracedValue>())];
        _keys = owner.StateDict().GroupBy(entry => entry.Value.Id).ToDictionary(group => group.Key, group => group.First().Key);
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="UserErrorException">The passes differ in more than sizes.</exception>
    public TracedGraph Merge(IReadOnlyList<string> inputNames)
    {
        TracedValue[] inputs = [.. inputNames.Select((name, i) => Define([.. _passes.Select(pass => pass.Inputs[i])], "the input", name))];
        int[] counts = [.. _passes.Select(pass => pass.Calls.Count)];
        if (Differing(counts) is { Length: > 0 } names)
            throw new UserErrorException($"The model calls {counts[0]} operators, and for another {names} {counts.First(count => count != counts[0])}; a model whose course depends on {names} cannot be exported.");
        List<TracedCall> calls = [];
        for (int i = 0; i < counts[0]; i++)
        {
            if (MergeCall([.. _passes.Select(pass => pass.Calls[i])]) is { } call)
                calls.Add(call);
        }
        (string, TracedValue)[] outputs = [.. _passes[0].Outputs.Select((output, i) =>
            (output.Name, Find([.. _passes.Select(pass => pass.Outputs[i].Tensor)], $"the output {output.Name}")))];
        foreach ((string name, TracedValue value) in outputs)
            CheckRows(name, value);
        return new TracedGraph(inputs, calls, outputs) { NamesAreSure = _free.Skip(1).All(size => size.Varied - size.Usual == FreeSize.OddStep) };
    }

    private void CheckRows(string output, TracedValue value)
    {
        TracedSize batch = new([.. _passes.Select((_, pass) => pass == 1 ? _free[0].Varied : _free[0].Usual)], _free);
        if (value.Rank > 0 && value.Shape[0].SameAs(batch))
            return;
        string[] others = value.Rank == 0 ? [] : [.. value.Shape[0].Follows.Where(name => name != _free[0].Name)];
        throw new UserErrorException(others.Length > 0
            ? $"How many rows the output {output} has depends on {string.Join(" and ", others)}, where an exported model has one for each sample."
            : $"The output {output} does not have one row for each sample, which an exported model must have.");
    }

    /// <summary>The call, or null where it only made a constant.</summary>
    private TracedCall? MergeCall(OperatorCall[] calls)
    {
        OperatorCall first = calls[0];
        string place = Place(first);
        string[] operators = [.. calls.Select(call => call.Operator.ToString())];
        if (Differing(operators) is { Length: > 0 } names)
            throw new UserErrorException($"{place} is another one for another {names}; a model whose course depends on {names} cannot be exported.");
        if (!first.Arguments.Any(argument => argument.Kind is ValueKind.Tensor or ValueKind.TensorList or ValueKind.OptionalTensorList))
            return null; // zeros, ones, a number as a tensor: read as a constant where it is used
        object?[] arguments = [.. Transposed(calls.Select(call => call.Arguments), place).Select(values => MergeArgument(values, place))];
        TracedValue[] results = [.. Transposed(calls.Select(call => Tensors(call.Results)), place).Select(tensors => Define(tensors, place, null))];
        return new TracedCall(operators[0], first.ModulePath, arguments, results);
    }

    private object? MergeArgument(Argument[] values, string place)
    {
        return Same(values.Select(value => value.Kind), place) switch
        {
            ValueKind.None => null,
            ValueKind.Tensor => Find([.. values.Select(value => value.AsTensor())], place),
            ValueKind.Integer => Integer([.. values.Select(value => value.AsInteger())]),
            ValueKind.Real => Same(values.Select(value => value.AsReal()), place),
            ValueKind.Boolean => Same(values.Select(value => value.AsBoolean()), place),
            ValueKind.Text => Same(values.Select(value => value.AsText()), place),
            ValueKind.IntegerList => Integers([.. Transposed(values.Select(value => value.AsIntegers()), place)]),
            ValueKind.TensorList => Transposed(values.Select(value => value.AsTensors()), place).Select(tensors => Find([.. tensors.Select(tensor => tensor!)], place)).ToArray(),
            var kind => throw new UserErrorException($"An argument of {place} is of the kind {kind}, which cannot be exported."),
        };
    }

    private object Integers(long[][] elements)
    {
        object[] merged = [.. elements.Select(Integer)];
        return merged.All(value => value is long) ? merged.Cast<long>().ToArray() : merged;
    }

    /// <summary>A long where all passes agree, else a <see cref="TracedSize"/>.</summary>
    private object Integer(long[] values) => Size(values) is { Fixed: null } size ? size : values[0];

    private TracedSize Size(long[] values) => new(values, _free);

    /// <summary>The value that all passes' tensors stand for; one that no call made is a parameter or a constant.</summary>
    private TracedValue Find(Tensor[] tensors, string place) =>
        Same(tensors.Select((tensor, pass) => _values[pass].GetValueOrDefault(tensor.Id)), place) ?? DefineConstant(tensors, place);

    private TracedValue DefineConstant(Tensor[] tensors, string place)
    {
        Tensor first = tensors[0];
        bool sameShape = tensors.All(tensor => tensor.Shape.SequenceEqual(first.Shape));
        byte[] data = ReadBytes(first);
        string? key = _keys.GetValueOrDefault(first.Id);
        if (key is null && sameShape)
            Same(tensors.Select(tensor => ReadBytes(tensor).AsSpan().SequenceEqual(data)), place);
        return Keep(tensors, new TracedValue
        {
            Shape = Shape(tensors, place),
            ElementType = ElementType(first.DType, place),
            IsZero = IsZero(data) && tensors.Skip(1).All(tensor => IsZero(ReadBytes(tensor))),
            Constant = sameShape ? new OnnxTensor(key ?? $"constant_{++_constants}", ElementType(first.DType, place), first.Shape.ToArray(), data) : null,
        });
    }

    private TracedValue Define(Tensor[] tensors, string place, string? inputName) => Keep(tensors, new TracedValue
    {
        Shape = Shape(tensors, place),
        ElementType = ElementType(tensors[0].DType, place),
        InputName = inputName,
    });

    private TracedValue Keep(Tensor[] tensors, TracedValue value)
    {
        foreach ((int pass, Tensor tensor) in tensors.Index())
            _values[pass][tensor.Id] = value;
        return value;
    }

    private TracedSize[] Shape(Tensor[] tensors, string place) => [.. Transposed(tensors.Select(tensor => tensor.Shape.ToArray()), place).Select(Size)];

    /// <summary>From lists by pass to passes by element.</summary>
    private IEnumerable<T[]> Transposed<T>(IEnumerable<IReadOnlyList<T>> byPass, string place)
    {
        IReadOnlyList<T>[] lists = [.. byPass];
        return Enumerable.Range(0, Same(lists.Select(list => list.Count), place)).Select(i => lists.Select(list => list[i]).ToArray());
    }

    /// <summary>What all passes show.</summary>
    /// <exception cref="UserErrorException">They differ.</exception>
    private T Same<T>(IEnumerable<T> values, string place)
    {
        T[] all = [.. values];
        return Differing(all) is { Length: > 0 } names
            ? throw new UserErrorException($"The values in {place} depend on {names} in a way that an exported model cannot follow.")
            : all[0];
    }

    /// <summary>Names of the sizes whose passes show another value than the first one, or nothing.</summary>
    private string Differing<T>(T[] values) =>
        string.Join(" and ", _free.Where((_, i) => !EqualityComparer<T>.Default.Equals(values[i + 1], values[0])).Select(size => size.Name));

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

    private static bool IsZero(byte[] data) => !data.AsSpan().ContainsAnyExcept((byte)0);

    private static Tensor[] Tensors(IEnumerable<Argument> results) => [.. results.SelectMany(result => result.Kind switch
    {
        ValueKind.Tensor => [result.AsTensor()],
        ValueKind.TensorList => result.AsTensors().Select(tensor => tensor!),
        _ => Enumerable.Empty<Tensor>(),
    })];

    private static string Place(OperatorCall call) =>
        $"the operator {call.Operator} in {(call.ModulePath.Length == 0 ? "the model" : $"module {call.ModulePath}")}";
}
