using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Inference.Tests.Sessions;

namespace Mien.Inference.Tests.Packages;

/// <summary>The packages in a project that knows nothing of this clone: only a folder of packages, and an empty place to restore them to.</summary>
public sealed class FreshProjectTests : IDisposable
{
    private const string Program = """
        using Mien.Inference;

        using var session = EmotionSession.Load(ShippedModels.FaceEmotion);
        using var image = Picture.Load(args[0]);
        foreach (var face in session.Analyze(image))
            Console.WriteLine($"{face.Face.Box}: {face.Emotions}");
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_lines_in_a_fresh_project_tell_what_the_library_tells_here()
    {
        foreach (string library in (string[])["libmien_vision.so", "libonnxruntime.so.1"])
            Assert.SkipUnless(File.Exists(Path.Combine(Repository.Root, ".mien", "native", library)), $"{library} is not built into .mien/native.");
        string feed = Path.Combine(_folder.Path, "feed"), project = Path.Combine(_folder.Path, "hello");
        // A version of its own: whatever packages the machine has from elsewhere, these are the ones that are restored.
        string version = $"0.1.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        await DotnetCommand.RunAsync(
            Repository.Root, "msbuild", "eng/packages/Packages.proj", "-nologo", "-v:quiet", $"-p:Configuration={DotnetCommand.Configuration}", "-p:NoBuild=true", $"-p:PackageVersion={version}", $"-p:PackageOutputPath={feed}");

        WriteNuGetConfig(feed);
        await DotnetCommand.RunAsync(_folder.Path, "new", "console", "-o", project, "--no-restore");
        await DotnetCommand.RunAsync(project, "add", "package", "Mien.Inference");
        File.WriteAllText(Path.Combine(project, "Program.cs"), Program);
        string output = await DotnetCommand.RunAsync(project, "run", "--", RealSession.PicturePath);

        Assert.Contains($"\"Mien.Inference\" Version=\"{version}\"", File.ReadAllText(Path.Combine(project, "hello.csproj")), StringComparison.Ordinal);
        Assert.NotEmpty(output);
        Assert.Equal(InThisProcess(), output);
        AssertCarried(Directory.EnumerateDirectories(Path.Combine(project, "bin", "Debug")).Single());
    }

    private static string InThisProcess()
    {
        using EmotionSession session = EmotionSession.Load(ShippedModels.FaceEmotion);
        using VideoFrame image = Picture.Load(RealSession.PicturePath);
        return string.Concat(session.Analyze(image).Select(face => $"{face.Face.Box}: {face.Emotions}\n"));
    }

    private static void AssertCarried(string application)
    {
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        foreach (string library in (string[])["libmien_vision.so", "libonnxruntime.so.1"])
            Assert.True(File.Exists(Path.Combine(application, "runtimes", machine, "native", library)), $"{library} was not carried.");
        foreach (string model in (string[])["face-detector", "face-emotion", "face-landmarks", "speech-emotion"])
            Assert.True(File.Exists(Path.Combine(application, "models", $"{model}.onnx")), $"{model} was not carried.");
    }

    // The only source is the feed. What else the packages need (one of nuget.org's) this clone has restored before.
    private void WriteNuGetConfig(string feed)
    {
        string restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(_folder.Path, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_folder.Path, "restored")}" />
              </config>
              <packageSources>
                <clear />
                <add key="feed" value="{feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="restored" value="{restored}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }
}
