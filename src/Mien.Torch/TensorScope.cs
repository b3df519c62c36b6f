namespace Mien.Torch;

/// <summary>
/// Owns the tensors that are made while it is the innermost scope of the logical call, and frees them when it ends.
/// Scopes nest and are safe across <c>await</c>; tensors made by tasks that the scope encloses belong to it too.
/// </summary>
/// <example><code>
/// using var scope = TensorScope.Begin();
/// Tensor loss = Functional.CrossEntropy(model.Forward(images), labels);
/// loss.Backward();
/// return scope.Keep(loss.Detach());
/// </code></example>
public sealed class TensorScope : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TensorScope? _parent;
    private readonly List<Tensor> _tensors = [];
    private bool _ended;

    private TensorScope(TensorScope? parent) => _parent = parent;

    /// <summary>The innermost scope of the logical call, or null.</summary>
    public static TensorScope? Current => AmbientState.Current.Scope;

    /// <summary>Begins a scope inside the current one.</summary>
    public static TensorScope Begin()
    {
        AmbientState ambient = AmbientState.Current;
        TensorScope scope = new(ambient.Scope);
        AmbientState.Current = ambient with { Scope = scope };
        return scope;
    }

    /// <summary>Takes a tensor out of every scope: the caller owns it and disposes it.</summary>
    /// <returns>The same tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        tensor.Scope = null;
        return tensor;
    }

    /// <summary>Moves a tensor of this scope to the enclosing one, or to the caller where there is none; others stay where they are.</summary>
    /// <returns>The same tensor.</returns>
    public Tensor MoveOut(Tensor tensor)
    {
        if (tensor.Scope == this)
        {
            tensor.Scope = null;
            _parent?.Adopt(tensor);
        }
        return tensor;
    }

    /// <summary>Frees a tensor of this scope early; others stay.</summary>
    public void Free(Tensor tensor)
    {
        if (tensor.Scope == this)
            tensor.Dispose();
    }

    /// <summary>Frees the scope's tensors; the enclosing scope is current again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
        }
        AmbientState ambient = AmbientState.Current;
        if (ambient.Scope == this)
            AmbientState.Current = ambient with { Scope = _parent };
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.Scope == this)
                tensor.Dispose();
        }
        _tensors.Clear();
    }

    /// <summary>Makes the scope the owner of a tensor.</summary>
    /// <exception cref="InvalidOperationException">The scope has ended: a task outlived the scope it was started in.</exception>
    internal void Adopt(Tensor tensor)
    {
        lock (_gate)
        {
            if (_ended)
            {
                tensor.Dispose();
                throw new InvalidOperationException("A tensor was made in a scope that has ended; await every task before its scope ends.");
            }
            _tensors.Add(tensor);
            tensor.Scope = this;
        }
    }
}
