namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// What lets a run be ended before its time: one object for each caller that runs models, used for one run after the other, by
/// <see cref="OrtSession.Run(ReadOnlySpan{OrtValue}, ReadOnlySpan{OrtValue}, OrtRunOptions, CancellationToken)"/>.
/// </summary>
public sealed unsafe class OrtRunOptions : IDisposable
{
    private readonly OrtApi _api;

    /// <summary>Makes the options.</summary>
    public OrtRunOptions()
    {
        _api = OrtEnvironment.Instance.Api;
        nint pointer;
        _api.Check(_api.CreateRunOptions(&pointer), nameof(OrtApi.CreateRunOptions));
        Handle = new OrtHandle(pointer, _api.ReleaseRunOptions);
    }

    internal OrtHandle Handle { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>Ends the run that these options were given to as soon as its current operator is done. From any thread.</summary>
    internal void Terminate() => _api.Check(_api.RunOptionsSetTerminate(Handle.DangerousGetHandle()), nameof(OrtApi.RunOptionsSetTerminate));

    /// <summary>Lets the next run begin.</summary>
    internal void Reset() => _api.Check(_api.RunOptionsUnsetTerminate(Handle.DangerousGetHandle()), nameof(OrtApi.RunOptionsUnsetTerminate));
}
