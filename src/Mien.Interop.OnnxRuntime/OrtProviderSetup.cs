using Mien.Core;

namespace Mien.Interop.OnnxRuntime;

/// <summary>Tries execution providers in order of preference.</summary>
internal static unsafe class OrtProviderSetup
{
    private static readonly OrtExecutionProvider[] s_byPreference = [OrtExecutionProvider.TensorRt, OrtExecutionProvider.Cuda];

    /// <summary>Creates something with the first provider that can.</summary>
    /// <typeparam name="T">What is created.</typeparam>
    /// <param name="environment">The library.</param>
    /// <param name="name">What error messages call the model.</param>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="create">Creates with a provider; throws a <see cref="NativeException"/> where that cannot.</param>
    /// <exception cref="UserErrorException">The provider that was asked for cannot, or the CPU cannot take the model either.</exception>
    public static (T Created, OrtProviderChoice Choice) Create<T>(OrtEnvironment environment, string name, OrtExecutionProvider wanted, Func<OrtExecutionProvider, T> create)
    {
        List<(OrtExecutionProvider Provider, string Why)> failures = [];
        OrtExecutionProvider[] candidates = wanted == OrtExecutionProvider.Auto ? s_byPreference : wanted == OrtExecutionProvider.Cpu ? [] : [wanted];
        foreach (OrtExecutionProvider candidate in candidates)
        {
            if (!environment.AvailableProviders.Contains(OrtExecutionProviders.RegisteredName(candidate)))
            {
                failures.Add((candidate, $"ONNX Runtime {environment.Version} at {environment.LibraryPath} is built without it"));
                continue;
            }
            try
            {
                return (create(candidate), wanted == OrtExecutionProvider.Auto ? new OrtProviderChoice(candidate, $"auto; {Text(failures, "the best there is")}") : OrtProviderChoice.AsAsked(candidate));
            }
            catch (NativeException error)
            {
                failures.Add((candidate, WhyNot(environment, candidate, error)));
            }
        }
        if (candidates.Length > 0 && wanted != OrtExecutionProvider.Auto)
            throw new UserErrorException($"{name} cannot run on {Text(failures, "")}; run with --provider auto or cpu, or name another ONNX Runtime with MIEN_ONNXRUNTIME.");
        try
        {
            return (create(OrtExecutionProvider.Cpu), failures.Count == 0 ? OrtProviderChoice.AsAsked(OrtExecutionProvider.Cpu) : new OrtProviderChoice(OrtExecutionProvider.Cpu, $"auto; no {Text(failures, "")}"));
        }
        catch (NativeException error)
        {
            throw new UserErrorException($"{name} is not a model that ONNX Runtime {environment.Version} can load ({OneLine(error)}).", error);
        }
    }

    /// <summary>Adds a provider to ONNX Runtime's options object.</summary>
    /// <param name="api">The functions.</param>
    /// <param name="sessionOptions">The options object.</param>
    /// <param name="provider">Which one; the CPU is always there and adds nothing.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="profiles">What TensorRT is built for; empty where no size is free.</param>
    /// <exception cref="NativeException">The library lacks it, or what it needs (driver, CUDA, cuDNN, TensorRT) is not installed.</exception>
    public static void Append(OrtApi api, nint sessionOptions, OrtExecutionProvider provider, OrtProviderOptions options, IReadOnlyList<OrtShapeProfile> profiles)
    {
        if (provider == OrtExecutionProvider.TensorRt)
            Append(
                api, sessionOptions, TensorRtSettings(options, profiles),
                api.CreateTensorRtProviderOptions, api.UpdateTensorRtProviderOptions, api.AppendTensorRt, api.ReleaseTensorRtProviderOptions, "TensorRt");
        // Also behind TensorRT, for the operators that it does not know.
        if (provider is OrtExecutionProvider.TensorRt or OrtExecutionProvider.Cuda)
            Append(
                api, sessionOptions, new Dictionary<string, string> { ["device_id"] = options.Device.ToString() },
                api.CreateCudaProviderOptions, api.UpdateCudaProviderOptions, api.AppendCuda, api.ReleaseCudaProviderOptions, "Cuda");
    }

    /// <summary>TensorRT's settings by the names that ONNX Runtime gives them.</summary>
    internal static Dictionary<string, string> TensorRtSettings(OrtProviderOptions options, IReadOnlyList<OrtShapeProfile> profiles)
    {
        Dictionary<string, string> settings = new()
        {
            ["device_id"] = options.Device.ToString(),
            ["trt_fp16_enable"] = options.HalfPrecision ? "1" : "0",
        };
        if (options.EngineCacheFolder is { } folder)
        {
            MakeFolder(folder);
            (settings["trt_engine_cache_enable"], settings["trt_engine_cache_path"]) = ("1", folder);
            (settings["trt_timing_cache_enable"], settings["trt_timing_cache_path"]) = ("1", folder);
        }
        if (profiles.Count > 0)
        {
            settings["trt_profile_min_shapes"] = OrtShapeProfile.Format(profiles, profile => profile.Min);
            settings["trt_profile_opt_shapes"] = OrtShapeProfile.Format(profiles, profile => profile.Best);
            settings["trt_profile_max_shapes"] = OrtShapeProfile.Format(profiles, profile => profile.Max);
        }
        return settings;
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder {folder} for TensorRT's engines cannot be made ({error.Message.ReplaceLineEndings(" ")}); choose another one.", error);
        }
    }

    private static void Append(
        OrtApi api, nint sessionOptions, Dictionary<string, string> settings,
        delegate* unmanaged<nint*, nint> create, delegate* unmanaged<nint, nint*, nint*, nuint, nint> update,
        delegate* unmanaged<nint, nint, nint> append, delegate* unmanaged<nint, void> release, string name)
    {
        nint pointer;
        api.Check(create(&pointer), $"Create{name}ProviderOptions");
        using OrtHandle owner = new(pointer, release);
        using NativeStrings keys = new(settings.Keys), values = new(settings.Values);
        api.Check(update(pointer, keys.Pointers, values.Pointers, (nuint)settings.Count), $"Update{name}ProviderOptions");
        api.Check(append(sessionOptions, pointer), $"Append{name}");
    }

    /// <summary>"TensorRT and CUDA: the reason", those of the same reason together.</summary>
    private static string Text(List<(OrtExecutionProvider Provider, string Why)> failures, string none) => failures.Count == 0
        ? none
        : string.Join("; ", failures.GroupBy(failure => failure.Why).Select(same => $"{string.Join(" or ", same.Select(failure => OrtExecutionProviders.Title(failure.Provider)))}: {same.Key}"));

    private static string WhyNot(OrtEnvironment environment, OrtExecutionProvider provider, NativeException error)
    {
        string folder = Path.GetDirectoryName(environment.LibraryPath)!;
        string? missing = OrtExecutionProviders.Libraries(provider).FirstOrDefault(library => !File.Exists(Path.Combine(folder, library)));
        return missing is not null ? $"{missing} is not in {folder}" : OneLine(error);
    }

    private static string OneLine(NativeException error) => error.Message.ReplaceLineEndings(" ").Trim();
}
