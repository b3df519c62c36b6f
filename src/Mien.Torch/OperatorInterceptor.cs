namespace Mien.Torch;

/// <summary>
/// Stands between modules and the operators with one result that they call, from <see cref="Begin"/> until that is disposed: it may
/// change arguments and results, or compute something else. Operators that no module's forward pass calls go past it.
/// One flow of calls at a time.
/// </summary>
public abstract class OperatorInterceptor
{
    private readonly Stack<string> _path = new();
    private readonly Dictionary<string, int> _calls = [];

    internal bool IsInModule => _path.Count > 0;

    /// <summary>Begins to intercept; disposing ends it.</summary>
    public IDisposable Begin() => new Interception(this);

    /// <summary>Takes the place of a call. Operators called here are not intercepted.</summary>
    /// <param name="called">The operator.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="place">
    /// Names the call within a forward pass: the module's path, the operator and, from the second such call of that module on, a
    /// number, for example <c>encoder.features.0.0/aten::conv2d</c>. The same in every pass.
    /// </param>
    /// <returns>The result, in the current scope.</returns>
    protected abstract Tensor Invoke(Operator called, ReadOnlySpan<Argument> arguments, string place);

    internal Tensor Take(Operator called, ReadOnlySpan<Argument> arguments)
    {
        string stem = $"{_path.Peek()}/{called}";
        int count = _calls[stem] = _calls.GetValueOrDefault(stem) + 1;
        AmbientState ambient = AmbientState.Current;
        AmbientState.Current = ambient with { Interceptor = null };
        try
        {
            return Invoke(called, arguments, count == 1 ? stem : $"{stem}:{count}");
        }
        finally
        {
            AmbientState.Current = AmbientState.Current with { Interceptor = this };
        }
    }

    /// <summary>Enters a module's forward pass; the outermost module is the root, without a name, and begins a new pass.</summary>
    internal void Enter(string name)
    {
        if (_path.Count == 0)
            _calls.Clear();
        _path.Push(!_path.TryPeek(out string? path) ? "" : path.Length == 0 ? name : $"{path}.{name}");
    }

    internal void Leave() => _path.Pop();

    private sealed class Interception : IDisposable
    {
        private readonly OperatorInterceptor? _outer;

        public Interception(OperatorInterceptor interceptor)
        {
            AmbientState ambient = AmbientState.Current;
            _outer = ambient.Interceptor;
            AmbientState.Current = ambient with { Interceptor = interceptor };
        }

        public void Dispose() => AmbientState.Current = AmbientState.Current with { Interceptor = _outer };
    }
}
