using System.Runtime.InteropServices;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;
using Mien.Torch;

namespace Mien.Cli.Diagnosis;

/// <summary>Looks at every engine as the other commands would use it: loads the libraries, runs the programs.</summary>
internal static class EngineInspector
{
    /// <summary>Reports on every engine, in a fixed order.</summary>
    public static async Task<IReadOnlyList<EngineReport>> InspectAsync(CancellationToken cancellation) =>
    [
        DotNet(),
        OnnxRuntime(),
        Library("OpenCV", "images, face detection, drawing", true, "libmien_vision.so", "libopencv_core.", () => OpenCvEngine.Version),
        await ProgramAsync("FFmpeg", "ffmpeg", "-version", "decoding and encoding", true, cancellation),
        await ProgramAsync("FFprobe", "ffprobe", "-version", "what a media file holds", true, cancellation),
        FaceCascade(),
        Models(),
        Library("libtorch", "training and export", false, "libmien_torch.so", "libtorch_cpu.", () => TorchInfo.Version),
        await ProgramAsync("node", "node", "--version", "fetching npm packages", false, cancellation),
        await ProgramAsync("espeak-ng", "espeak-ng", "--version", "the demo's voice", false, cancellation),
    ];

    private static EngineReport DotNet() => new(".NET", "runs Mien", true, Environment.Version.ToString(), RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'));

    private static EngineReport OnnxRuntime()
    {
        EngineReport report = new("ONNX Runtime", "runs the models", true);
        return Guarded(report, () => report with { Version = OrtEnvironment.Instance.Version, Place = OrtEnvironment.Instance.LibraryPath });
    }

    /// <summary>An engine behind a binding of ours: its version comes through the binding, its place from the dynamic linker.</summary>
    private static EngineReport Library(string engine, string usedFor, bool neededToAnalyze, string binding, string library, Func<string> version)
    {
        EngineReport report = new(engine, usedFor, neededToAnalyze);
        if (NativeLibraryLocator.Find(binding) is null)
            return report with { Problem = $"the binding {binding} is not built yet" };
        return Guarded(report, () => report with { Version = version(), Place = LoadedLibrary.PathOf(library) ?? NativeLibraryLocator.Find(binding) });
    }

    private static async Task<EngineReport> ProgramAsync(
        string engine, string program, string argument, string usedFor, bool neededToAnalyze, CancellationToken cancellation)
    {
        EngineReport report = new(engine, usedFor, neededToAnalyze);
        if (ProgramProbe.Find(program) is not { } path)
            return report with { Problem = $"the program {program} is not on PATH" };
        return await ProgramProbe.FirstLineAsync(path, argument, cancellation) is { } line
            ? report with { Version = ShortVersion(line), Place = path }
            : report with { Place = path, Problem = $"{path} {argument} does not run" };
    }

    /// <summary>"ffmpeg version 5.1.8-0+deb12u1 Copyright ..." is "5.1.8-0+deb12u1": the first word that begins with a number.</summary>
    private static string ShortVersion(string line) =>
        line.Split(' ').Select(word => word.TrimStart('v')).FirstOrDefault(word => word.Length > 0 && char.IsDigit(word[0])) ?? line;

    private static EngineReport FaceCascade()
    {
        const string Path = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";
        EngineReport report = new("Haar cascades", "the built-in face detector", true);
        return File.Exists(Path)
            ? report with { Version = "present", Place = System.IO.Path.GetDirectoryName(Path) }
            : report with { Problem = "the Debian package opencv-data is not installed" };
    }

    private static EngineReport Models()
    {
        EngineReport report = new("models", "emotion from face and voice", true);
        string[] files = Directory.Exists(Installation.ModelsFolder) ? Directory.GetFiles(Installation.ModelsFolder, "*.onnx") : [];
        return files.Length > 0
            ? report with { Version = string.Join(", ", files.Select(System.IO.Path.GetFileNameWithoutExtension).Order()), Place = Installation.ModelsFolder }
            : report with { Problem = $"{Installation.ModelsFolder} holds no ONNX model; restore it with git, or name models with --model" };
    }

    private static EngineReport Guarded(EngineReport report, Func<EngineReport> inspect)
    {
        try
        {
            return inspect();
        }
        catch (Exception error) when (error is UserErrorException or NativeException)
        {
            return report with { Problem = error.Message };
        }
    }
}
