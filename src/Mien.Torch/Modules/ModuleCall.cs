namespace Mien.Torch;

/// <summary>A forward pass under way, as an <see cref="OperatorRecorder"/> and an <see cref="OperatorInterceptor"/> see it; ends when disposed.</summary>
public readonly struct ModuleCall : IDisposable
{
    private readonly OperatorRecorder? _recorder;
    private readonly OperatorInterceptor? _interceptor;

    internal ModuleCall(string name)
    {
        AmbientState ambient = AmbientState.Current;
        (_recorder, _interceptor) = (ambient.Recorder, ambient.Interceptor);
        _recorder?.Enter(name);
        _interceptor?.Enter(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorder?.Leave();
        _interceptor?.Leave();
    }
}
