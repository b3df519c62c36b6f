namespace Mien.Testing;

/// <summary>Data that are kept outside the repository: the folder that MIEN_SHARED_DATA names, or shared/data beside the clone.</summary>
internal static class SharedData
{
    /// <summary>Full path of a file of the shared data; the test is skipped where it is absent.</summary>
    public static string Require(string relativePath) => Require(relativePath, File.Exists);

    /// <summary>Full path of a folder of the shared data; the test is skipped where it is absent.</summary>
    public static string RequireFolder(string relativePath) => Require(relativePath, Directory.Exists);

    private static string Require(string relativePath, Func<string, bool> exists)
    {
        string? found = Roots().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(exists);
        Assert.SkipUnless(found is not null, $"{relativePath} of the shared data is not on this machine (MIEN_SHARED_DATA names the folder).");
        return found;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("MIEN_SHARED_DATA") is { Length: > 0 } named)
            yield return named;
        for (DirectoryInfo? folder = new(Repository.Root); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
