namespace Mien.Vision.Tests.Support;

/// <summary>Finds the data that are kept outside the repository, where a machine has them.</summary>
internal static class SharedData
{
    private const string Portrait = "/usr/lib/python3/dist-packages/skimage/data/astronaut.png";

    /// <summary>Full path of a file of the shared data; the test is skipped where it is absent.</summary>
    public static string Require(string relativePath)
    {
        string? found = Roots().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(found is not null, $"{relativePath} of the shared data is not on this machine (MIEN_SHARED_DATA names the folder).");
        return found!;
    }

    /// <summary>The public-domain portrait of python3-skimage; the test is skipped where it is absent.</summary>
    public static string RequirePortrait()
    {
        Assert.SkipUnless(File.Exists(Portrait), "The portrait of the package python3-skimage is not on this machine.");
        return Portrait;
    }

    /// <summary>Skips the test where OpenCV's cascades are not installed.</summary>
    public static void RequireCascades() =>
        Assert.SkipUnless(Directory.Exists(new HaarFaceDetectorOptions().CascadeFolder), "The package opencv-data is not on this machine.");

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("MIEN_SHARED_DATA") is { Length: > 0 } named)
            yield return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
