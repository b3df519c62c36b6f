using System.CommandLine;
using System.CommandLine.Parsing;
using Mien.Analysis;
using Mien.Cli.Invocation;
using Mien.Media;

namespace Mien.Cli.Analyzing;

/// <summary>The command-line options of an analysis and what they mean as <see cref="AnalysisOptions"/>.</summary>
internal sealed class AnalyzeOptionSet
{
    /// <summary>Where outputs go unless told otherwise: a folder of its own, so that no folder of clips fills with reports.</summary>
    public const string DefaultOutput = "mien-output";

    private static readonly Dictionary<string, OutputFormats> s_formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csv"] = OutputFormats.Csv,
        ["json"] = OutputFormats.Json,
        ["html"] = OutputFormats.Html,
        ["video"] = OutputFormats.Video,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "Folder for the outputs, made when absent",
        DefaultValueFactory = _ => DefaultOutput,
    };

    private readonly Option<OutputFormats?> _format = new("--format")
    {
        HelpName = "csv,json,html,video",
        Description = "Outputs to write, separated by commas; without it: csv,json,html",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseFormats,
    };

    private readonly Option<int?> _every = NumberOption.Create("--every", "N", "Analyse every Nth frame; without it: every frame", 1);
    private readonly Option<double?> _fps = NumberOption.Create("--fps", "F", "Analyse at most F frames a second of the video", 0.0, 1000.0, exclusiveMinimum: true);
    private readonly Option<int?> _detectEvery = NumberOption.Create("--detect-every", "N", "Search every Nth analysed frame as a whole for faces, and those between only where faces are expected: faster, and new faces are noticed up to N - 1 frames later; without it: every frame", 1);
    private readonly Option<TimeSpan?> _start = TimeOption.Create("--start", "Begin here in the input");
    private readonly Option<TimeSpan?> _duration = TimeOption.Create("--duration", "Analyse only this long");
    private readonly Option<int?> _maxFaces = NumberOption.Create("--max-faces", "N", "Analyse at most the N largest faces of a frame; without it: 10", 1, 100);
    private readonly Option<string?> _faceModel = new("--face-model") { HelpName = "FILE", Description = "A face detector (ONNX), one that Mien trained or a YuNet, instead of the one that comes with Mien" };
    private readonly Option<string?> _landmarkModel = new("--landmark-model") { HelpName = "FILE", Description = "A network for 68 landmarks (ONNX) that Mien trained, instead of the one that comes with Mien" };
    private readonly Option<double?> _minQuality = NumberOption.Create("--min-quality", "Q", "Mark emotions of faces of a quality below Q, 0 to 1, as not reliable; without it: 0.3", 0.0, 1.0);
    private readonly Option<bool> _withhold = new("--withhold") { Description = "Do not tell the emotion of a face below --min-quality at all" };
    private readonly Option<bool> _landmarks = new("--landmarks") { Description = "Write the 68 landmarks of each face to CSV and JSON" };
    private readonly Option<string[]> _model = new("--model")
    {
        HelpName = "FILE",
        Description = "An emotion model (ONNX with Mien's metadata), for faces or for speech; give it twice for one of each. Without it: the models that come with Mien",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _noAudio = new("--no-audio") { Description = "Do not listen to speech" };
    private readonly Option<bool> _noFace = new("--no-face") { Description = "Do not look for faces" };
    private readonly Option<int?> _threads = NumberOption.Create("--threads", "N", "Threads of each model; without it, chosen by the number of cores", 0, 256);
    private readonly ProviderOptionSet _provider = new();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print nothing but errors" };

    /// <summary>Adds every option to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_output, _format, _every, _fps, _detectEvery, _start, _duration, _maxFaces, _minQuality, _withhold, _landmarks, _faceModel, _landmarkModel, _model, _noAudio, _noFace, _threads, _quiet];
        foreach (Option option in options)
            command.Add(option);
        _provider.AddTo(command);
    }

    /// <summary>What a parsed command line asks for.</summary>
    public AnalysisRequest Read(ParseResult arguments, MediaDiscoveryResult inputs)
    {
        AnalysisOptions options = new()
        {
            OutputDirectory = arguments.GetValue(_output)!,
            EveryNthFrame = arguments.GetValue(_every) ?? 1,
            FramesPerSecond = arguments.GetValue(_fps),
            DetectEveryNthFrame = arguments.GetValue(_detectEvery) ?? 1,
            Start = arguments.GetValue(_start) ?? TimeSpan.Zero,
            Duration = arguments.GetValue(_duration),
            AnalyzeFaces = !arguments.GetValue(_noFace),
            AnalyzeSpeech = !arguments.GetValue(_noAudio),
            LowQuality = arguments.GetValue(_withhold) ? LowQualityFaces.Withhold : LowQualityFaces.Mark,
            WriteLandmarks = arguments.GetValue(_landmarks),
            Threads = arguments.GetValue(_threads) ?? 0,
        };
        if (arguments.GetValue(_format) is { } formats)
            options = options with { Formats = formats };
        if (arguments.GetValue(_maxFaces) is { } maxFaces)
            options = options with { MaxFaces = maxFaces };
        if (arguments.GetValue(_minQuality) is { } minQuality)
            options = options with { MinQuality = minQuality };
        AnalysisModelOptions models = new()
        {
            FaceDetectorPath = arguments.GetValue(_faceModel),
            FaceLandmarksPath = arguments.GetValue(_landmarkModel),
            EmotionModelPaths = arguments.GetValue(_model) ?? [],
            LoadFaces = options.AnalyzeFaces,
            LoadSpeech = options.AnalyzeSpeech,
            Threads = options.Threads,
            Provider = _provider.Read(arguments),
        };
        return new AnalysisRequest(inputs, options, models, arguments.GetValue(_quiet), arguments.GetValue<bool>(CommonOptions.VerboseName));
    }

    private static OutputFormats? ParseFormats(ArgumentResult result)
    {
        OutputFormats formats = OutputFormats.None;
        foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!s_formats.TryGetValue(name, out OutputFormats format))
            {
                result.AddError($"--format takes {string.Join(", ", s_formats.Keys)}, not '{name}'{NearestName.Hint(name, s_formats.Keys)}");
                return null;
            }
            formats |= format;
        }
        return formats;
    }
}
