namespace Mien.Data.Tests.Support;

/// <summary>Finds the data that are kept outside the repository, where a machine has them.</summary>
internal static class SharedData
{
    /// <summary>Full path of a folder of the shared data; the test is skipped where it is absent.</summary>
    public static string RequireFolder(string name)
    {
        string? found = Roots().Select(root => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(found is not null, $"{name} of the shared data is not on this machine (MIEN_SHARED_DATA names the folder).");
        return found!;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("MIEN_SHARED_DATA") is { Length: > 0 } named)
            yield return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
