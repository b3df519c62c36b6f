using System.Diagnostics;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>A small disk in memory, mounted while it lives: the one way in which root, too, meets a full or locked disk.</summary>
internal sealed class MountedFolder : IDisposable
{
    private readonly string _path;

    private MountedFolder(string path) => _path = path;

    /// <summary>Mounts a tmpfs with options, or skips the test where that is not allowed.</summary>
    public static MountedFolder TryMount(string path, string options)
    {
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path), "A tmpfs can be mounted only by root with the right to mount.");
        return new MountedFolder(path);
    }

    public void Dispose() => Assert.True(Run("umount", _path), $"{_path} is still mounted.");

    private static bool Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
