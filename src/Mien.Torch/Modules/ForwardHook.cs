namespace Mien.Torch;

/// <summary>A hook on a module's forward pass; disposing removes it, once.</summary>
internal sealed class ForwardHook(Action remove) : IDisposable
{
    private Action? _remove = remove;

    /// <inheritdoc/>
    public void Dispose()
    {
        _remove?.Invoke();
        _remove = null;
    }
}
