namespace Mien.Torch;

/// <summary>
/// Records every operator that the logical call runs until it is disposed: the graph of a forward pass.
/// Equal <see cref="Tensor.Id"/>s are one tensor. One flow of calls at a time; parallel tasks are not recorded in a defined order.
/// </summary>
public sealed class OperatorRecorder : IDisposable
{
    private readonly List<OperatorCall> _calls = [];
    private readonly Dictionary<nint, Tensor> _kept = [];
    private readonly OperatorRecorder? _outer;
    private readonly Stack<string> _path = new();

    private OperatorRecorder(OperatorRecorder? outer) => _outer = outer;

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<OperatorCall> Calls => _calls;

    /// <summary>Begins recording.</summary>
    public static OperatorRecorder Begin()
    {
        AmbientState ambient = AmbientState.Current;
        OperatorRecorder recorder = new(ambient.Recorder);
        AmbientState.Current = ambient with { Recorder = recorder };
        return recorder;
    }

    /// <summary>Ends recording and frees what was kept.</summary>
    public void Dispose()
    {
        AmbientState ambient = AmbientState.Current;
        if (ambient.Recorder == this)
            AmbientState.Current = ambient with { Recorder = _outer };
        foreach (Tensor tensor in _kept.Values)
            tensor.Dispose();
        _kept.Clear();
    }

    internal void Record(Operator called, ReadOnlySpan<Argument> arguments, ReadOnlySpan<Argument> results) =>
        _calls.Add(new OperatorCall(called, Own(arguments), Own(results), _path.TryPeek(out string? path) ? path : ""));

    /// <summary>Enters a module's forward pass; the outermost module is the root, without a name.</summary>
    internal void Enter(string name) =>
        _path.Push(!_path.TryPeek(out string? path) ? "" : path.Length == 0 ? name : $"{path}.{name}");

    internal void Leave() => _path.Pop();

    // A reference of the recorder's own keeps the tensor, and with it the meaning of its id, alive.
    private Argument[] Own(ReadOnlySpan<Argument> values)
    {
        Argument[] owned = new Argument[values.Length];
        for (int i = 0; i < values.Length; i++)
            owned[i] = values[i].Map(Keep);
        return owned;
    }

    private Tensor Keep(Tensor tensor)
    {
        if (!_kept.TryGetValue(tensor.Id, out Tensor? kept))
            _kept.Add(tensor.Id, kept = tensor.Alias());
        return kept;
    }
}
