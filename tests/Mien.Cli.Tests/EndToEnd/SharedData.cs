namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Data that lie beside the repository and may not be part of it.</summary>
internal static class SharedData
{
    /// <summary>A file of the shared data; the test is skipped where it is absent.</summary>
    public static string Find(string relativePath)
    {
        string? found = Candidates().Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(found is not null, $"{relativePath} of the shared data is not on this machine (MIEN_SHARED_DATA names the folder).");
        return found;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("MIEN_SHARED_DATA") is { Length: > 0 } named)
            yield return named;
        for (DirectoryInfo? folder = new(Repository.Root); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
