using System.CommandLine;
using System.CommandLine.Parsing;
using Mien.Interop.OnnxRuntime;

namespace Mien.Cli.Invocation;

/// <summary>The options that choose what runs models: the processor or a GPU.</summary>
internal sealed class ProviderOptionSet
{
    private static readonly Dictionary<string, OrtExecutionProvider> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cpu"] = OrtExecutionProvider.Cpu,
        ["cuda"] = OrtExecutionProvider.Cuda,
        ["tensorrt"] = OrtExecutionProvider.TensorRt,
        ["auto"] = OrtExecutionProvider.Auto,
    };

    private readonly Option<OrtExecutionProvider?> _provider = new("--provider")
    {
        HelpName = string.Join('|', s_names.Keys),
        Description = "What runs the models; auto takes the best that is there and says which. Without it: cpu",
        CustomParser = Parse,
    };

    private readonly Option<int?> _gpu = NumberOption.Create("--gpu", "N", "With a GPU provider: which GPU; without it: 0", 0, 255);
    private readonly Option<bool> _halfPrecision = new("--tensorrt-fp16") { Description = "With TensorRT: compute in 16-bit floats where that is faster" };
    private readonly Option<string?> _cache = new("--engine-cache") { HelpName = "DIR", Description = "With TensorRT: keep the engines that it builds here, so that later starts take seconds" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_provider, _gpu, _halfPrecision, _cache];
        foreach (Option option in options)
            command.Add(option);
    }

    /// <summary>What a parsed command line asks for.</summary>
    public OrtProviderOptions Read(ParseResult arguments) => new()
    {
        Provider = arguments.GetValue(_provider) ?? OrtExecutionProvider.Cpu,
        Device = arguments.GetValue(_gpu) ?? 0,
        HalfPrecision = arguments.GetValue(_halfPrecision),
        EngineCacheFolder = arguments.GetValue(_cache) is { } folder ? Path.GetFullPath(folder) : null,
    };

    private static OrtExecutionProvider? Parse(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        if (s_names.TryGetValue(name, out OrtExecutionProvider provider))
            return provider;
        result.AddError($"--provider takes {string.Join(", ", s_names.Keys)}, not '{name}'{NearestName.Hint(name, s_names.Keys)}");
        return null;
    }
}
