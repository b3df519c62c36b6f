namespace Mien.Torch;

/// <summary>
/// What surrounds an operator call: the innermost scope, grad mode, recorder, precision and interceptor. It flows with the logical call
/// (AsyncLocal), so it stays right when an await continues on another thread.
/// </summary>
internal sealed record AmbientState(TensorScope? Scope, bool GradEnabled, OperatorRecorder? Recorder, bool BFloat16 = false, OperatorInterceptor? Interceptor = null)
{
    private static readonly AmbientState s_none = new(null, GradEnabled: true, null);
    private static readonly AsyncLocal<AmbientState?> s_current = new();

    internal static AmbientState Current
    {
        get => s_current.Value ?? s_none;
        set => s_current.Value = value;
    }
}
