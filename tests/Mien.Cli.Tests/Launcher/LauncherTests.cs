using System.Diagnostics;

using Mien.Cli.Tests.Architecture;

namespace Mien.Cli.Tests.Launcher;

/// <summary>The launcher script in a fresh clone, where nothing is installed or built yet.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _clone = Directory.CreateTempSubdirectory("mien-clone-").FullName;

    public LauncherTests()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/dpkg-query"), "The launcher asks dpkg, which this system lacks.");
        foreach (string file in SourceTree.Files("*", "eng").Append(Path.Combine(Repository.Root, "mien")))
        {
            string copy = Path.Combine(_clone, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_clone, recursive: true);

    [Theory]
    [InlineData("analyze", "clip.mp4")]
    [InlineData("demo", "--output")]
    [InlineData("analyze", "--help")]
    public async Task What_is_missing_is_listed_instead_of_installed_when_asked(string command, string argument)
    {
        (int code, string output, string error) = await RunAsync(["MIEN_NO_INSTALL=1", "./mien", command, argument]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("MIEN_NO_INSTALL", error, StringComparison.Ordinal);
        Assert.Contains("onnxruntime-node", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_clone, "eng", "npm", "node_modules")));
    }

    [Fact]
    public async Task Another_libtorch_needs_none_of_Debians()
    {
        (_, _, string error) = await RunAsync(["MIEN_NO_INSTALL=1", "MIEN_LIBTORCH=/elsewhere", "./mien", "train"]);
        Assert.DoesNotContain("libtorch-dev", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_project_that_does_not_exist_is_refused()
    {
        (int code, _, string error) = await RunAsync(["bash", "-c", "root=$PWD; source eng/launcher/common.sh; source eng/launcher/test.sh; run_tests Nonesuch"]);
        Assert.Equal(2, code);
        Assert.Contains("Nonesuch", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--what", "--what")]
    [InlineData("-o", "-o")]
    [InlineData("-o /dev/null/feed", "/dev/null/feed")]
    public async Task Pack_refuses_what_it_does_not_know_before_it_builds(string arguments, string named)
    {
        (int code, string output, string error) = await RunAsync(["./mien", "pack", .. arguments.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("touch native/b.cpp")]
    [InlineData("rm native/a.cpp")]
    [InlineData("mv native/a.cpp native/c.cpp")]
    [InlineData("echo more >> native/a.cpp")]
    public async Task Any_change_of_the_sources_changes_the_fingerprint(string change)
    {
        const string Fingerprint = "root=$PWD; source eng/launcher/common.sh; fingerprint native";
        Directory.CreateDirectory(Path.Combine(_clone, "native", "bin"));
        File.WriteAllText(Path.Combine(_clone, "native", "a.cpp"), "one");
        string before = (await RunAsync(["bash", "-c", Fingerprint])).Output;
        File.WriteAllText(Path.Combine(_clone, "native", "bin", "built.o"), "not a source");
        Assert.Equal(before, (await RunAsync(["bash", "-c", Fingerprint])).Output);
        await RunAsync(["bash", "-c", change]);
        Assert.NotEqual(before, (await RunAsync(["bash", "-c", Fingerprint])).Output);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        ProcessStartInfo start = new("env", arguments)
        {
            WorkingDirectory = _clone,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
