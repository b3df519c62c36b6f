namespace Mien.Interop.OnnxRuntime;

/// <summary>Makes ONNX Runtime's own options object from <see cref="OrtSessionOptions"/>.</summary>
internal static unsafe class OrtSessionOptionsHandle
{
    private const int Sequential = 0;
    private const int Parallel = 1;

    public static OrtHandle Create(OrtApi api, OrtSessionOptions options, OrtExecutionProvider provider, IReadOnlyList<OrtShapeProfile> profiles)
    {
        nint pointer;
        api.Check(api.CreateSessionOptions(&pointer), nameof(OrtApi.CreateSessionOptions));
        OrtHandle handle = new(pointer, api.ReleaseSessionOptions);
        try
        {
            api.Check(api.SetIntraOpNumThreads(pointer, options.IntraOpThreads), nameof(OrtApi.SetIntraOpNumThreads));
            api.Check(api.SetInterOpNumThreads(pointer, options.InterOpThreads), nameof(OrtApi.SetInterOpNumThreads));
            api.Check(api.SetSessionExecutionMode(pointer, options.InterOpThreads > 1 ? Parallel : Sequential), nameof(OrtApi.SetSessionExecutionMode));
            api.Check(api.SetSessionGraphOptimizationLevel(pointer, (int)options.GraphOptimization), nameof(OrtApi.SetSessionGraphOptimizationLevel));
            if (!options.AllowSpinning)
                fixed (byte* key = "session.intra_op.allow_spinning\0"u8, value = "0\0"u8)
                    api.Check(api.AddSessionConfigEntry(pointer, key, value), nameof(OrtApi.AddSessionConfigEntry));
            OrtProviderSetup.Append(api, pointer, provider, options.Provider, profiles);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
