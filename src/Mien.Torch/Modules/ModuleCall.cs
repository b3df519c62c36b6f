namespace Mien.Torch;

/// <summary>A forward pass under way, as an <see cref="OperatorRecorder"/> sees it; ends when disposed.</summary>
public readonly struct ModuleCall : IDisposable
{
    private readonly OperatorRecorder? _recorder;

    internal ModuleCall(string name)
    {
        _recorder = AmbientState.Current.Recorder;
        _recorder?.Enter(name);
    }

    /// <inheritdoc/>
    public void Dispose() => _recorder?.Leave();
}
