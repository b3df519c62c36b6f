namespace Mien.Cli.Tests.EndToEnd;

/// <summary>What an analysis leaves behind beside what was asked for.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task Nothing_is_kept_for_reports_to_anybody()
    {
        EndToEndTest.SkipWithoutEngines();
        using SampleMedia media = new();
        media.MakeFilm("film.mp4");
        // ONNX Runtime's reports begin with a log below TMPDIR and, below HOME, an identifier of the machine and a store of events to send.
        // They would also be left out where a variable says that this is a test machine.
        string home = Directory.CreateDirectory(media.PathOf("home")).FullName;
        Dictionary<string, string?> environment = new()
        {
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["XDG_CACHE_HOME"] = null,
            ["XDG_DATA_HOME"] = null,
            ["ORT_DISABLE_TELEMETRY"] = "0",
            ["CI"] = null,
            ["TF_BUILD"] = null,
            ["GITHUB_ACTIONS"] = null,
        };
        using MienProcess process = MienProcess.StartWith(environment, media.Folder, "analyze", "film.mp4", "--output", "out");
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([], Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }
}
