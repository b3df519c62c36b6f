using System.CommandLine;
using System.CommandLine.Parsing;
using Mien.Analysis;
using Mien.Cli.Invocation;
using Mien.Media;
using Mien.Synchronization;

namespace Mien.Cli.Live;

/// <summary>The command-line options of a live analysis and what they mean as a <see cref="LiveRequest"/>.</summary>
internal sealed class LiveOptionSet
{
    private readonly Option<string?> _camera = new("--camera") { HelpName = "DEVICE|URL|FILE", Description = "Where the pictures come from: /dev/video0 or 0, rtsp://..., http://..., or a film that is played as if it were live; none for sound alone. Without it: the first camera" };
    private readonly Option<string?> _mic = new("--mic") { HelpName = "DEVICE|URL|FILE|none", Description = "Where the sound comes from: pulse:NAME, alsa:NAME, a stream or a recording; none for pictures alone. Without it: the sound of the stream or film of --camera, otherwise the default microphone" };
    private readonly Option<bool> _list = new("--list") { Description = "List cameras and microphones, and end" };
    private readonly Option<string[]> _model = new("--model") { HelpName = "FILE", Description = "An emotion model (ONNX with Mien's metadata), for faces or for speech; give it twice for one of each. Without it: the models that come with Mien", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _faceModel = new("--face-model") { HelpName = "FILE", Description = "A face detector (ONNX), one that Mien trained or a YuNet, instead of the one that comes with Mien" };
    private readonly Option<string?> _landmarkModel = new("--landmark-model") { HelpName = "FILE", Description = "A network for 68 landmarks (ONNX) that Mien trained, instead of the one that comes with Mien" };
    private readonly Option<int?> _resolution = NumberOption.Create("--resolution", "PIXELS", "Width of the pictures of faces that the face model is given at full quality, where its file leaves that free; without it: the model's own", 1);
    private readonly Option<int?> _audioLength = NumberOption.Create("--audio-length", "FRAMES", "Frames of the spectrum that the speech model is given at a time, where its file leaves that free; without it: the model's own", 1);
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE|DIR", Description = "Record the timeline: to a file that ends in .csv, .json or .html, or as all three to a folder" };
    private readonly Option<bool> _window = new("--window") { Description = "Show the pictures with boxes and labels in a window, where there is a display" };
    private readonly Option<TimeSpan?> _duration = TimeOption.Create("--duration", "End after this long");
    private readonly Option<bool> _loop = new("--loop") { Description = "Begin files again at their end" };
    private readonly Option<FrameSize?> _size = new("--size") { HelpName = "WxH", Description = "Size asked of a camera; without it the camera's own choice", CustomParser = ParseSize };
    private readonly Option<double?> _fps = NumberOption.Create("--fps", "F", "Frames a second asked of a camera; without it the camera's own choice", 0.0, 1000.0, exclusiveMinimum: true);
    private readonly Option<double?> _latency = NumberOption.Create("--latency", "MS", "The time from capture to result, in milliseconds, that 95 of 100 frames are to keep: quality is lowered for it; without it: 150", 10.0, 60000.0);
    private readonly Option<double?> _maxDifference = NumberOption.Create("--max-difference", "MS", "The most that a frame and the sound it is paired with may lie apart, in milliseconds of capture time; without it: 100", 0.0, 1000.0);
    private readonly Option<bool> _fullQuality = new("--full-quality") { Description = "Never lower the quality, however late results are" };
    private readonly Option<int?> _maxFaces = NumberOption.Create("--max-faces", "N", "Analyse at most the N largest faces of a frame; without it: 10", 1, 100);
    private readonly Option<double?> _minQuality = NumberOption.Create("--min-quality", "Q", "Mark emotions of faces of a quality below Q, 0 to 1, as not reliable; without it: 0.3", 0.0, 1.0);
    private readonly Option<bool> _withhold = new("--withhold") { Description = "Do not tell the emotion of a face below --min-quality at all" };
    private readonly Option<int?> _threads = NumberOption.Create("--threads", "N", "Threads of each model; without it, chosen by the number of cores", 0, 256);
    private readonly ProviderOptionSet _provider = new();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print nothing but errors" };

    /// <summary>Adds every option to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _camera, _mic, _list, _model, _resolution, _audioLength, _output, _window, _duration, _loop, _size, _fps, _latency, _fullQuality, _maxDifference, _maxFaces,
            _minQuality, _withhold, _faceModel, _landmarkModel, _threads, _quiet,
        ];
        foreach (Option option in options)
            command.Add(option);
        _provider.AddTo(command);
    }

    /// <summary>Whether devices are to be listed and nothing else.</summary>
    public bool AsksForList(ParseResult arguments) => arguments.GetValue(_list);

    /// <summary>What a parsed command line asks for; looks for devices where none are named.</summary>
    public async Task<LiveRequest> ReadAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CaptureSelection selection = await CaptureSelection.ResolveAsync(arguments.GetValue(_camera), arguments.GetValue(_mic), cancellation);
        LiveOptions options = new()
        {
            AnalyzeFaces = selection.Camera is not null,
            AnalyzeSpeech = selection.Microphone is not null,
            LowQuality = arguments.GetValue(_withhold) ? LowQualityFaces.Withhold : LowQualityFaces.Mark,
        };
        if (arguments.GetValue(_maxFaces) is { } maxFaces)
            options = options with { MaxFaces = maxFaces };
        if (arguments.GetValue(_minQuality) is { } minQuality)
            options = options with { MinQuality = minQuality };
        QualityOptions quality = new();
        if (arguments.GetValue(_latency) is { } latency)
            quality = quality with { TargetLatency = TimeSpan.FromMilliseconds(latency) };
        SynchronizerOptions synchronization = new();
        if (arguments.GetValue(_maxDifference) is { } maxDifference)
            synchronization = synchronization with { MaxDifference = TimeSpan.FromMilliseconds(maxDifference) };
        return new LiveRequest(
            selection,
            new CaptureOptions { CameraSize = arguments.GetValue(_size), CameraFramesPerSecond = arguments.GetValue(_fps), Loop = arguments.GetValue(_loop) },
            new AnalysisModelOptions
            {
                FaceDetectorPath = arguments.GetValue(_faceModel),
                FaceLandmarksPath = arguments.GetValue(_landmarkModel),
                EmotionModelPaths = arguments.GetValue(_model) ?? [],
                FacePictureWidth = arguments.GetValue(_resolution),
                SpeechFrames = arguments.GetValue(_audioLength),
                LoadFaces = options.AnalyzeFaces,
                LoadSpeech = options.AnalyzeSpeech,
                Threads = arguments.GetValue(_threads) ?? 0,
                Provider = _provider.Read(arguments),
            },
            options,
            synchronization,
            arguments.GetValue(_fullQuality) ? null : quality,
            arguments.GetValue(_output),
            arguments.GetValue(_window),
            arguments.GetValue(_duration),
            arguments.GetValue(_quiet));
    }

    private static FrameSize? ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string[] sides = text.Split('x', 'X');
        if (sides.Length == 2 && int.TryParse(sides[0], out int width) && int.TryParse(sides[1], out int height) && width is >= 1 and <= 16384 && height is >= 1 and <= 16384)
            return new FrameSize(width, height);
        result.AddError($"--size needs a width and a height such as 640x480, not '{text}'");
        return null;
    }
}
