namespace Mien.Vision.Tests.Support;

/// <summary>What `./mien test` takes from Debian's packages.</summary>
internal static class Installed
{
    private static readonly string s_portrait = Path.Combine(Repository.Root, ".mien", "demo", "portrait.png");

    /// <summary>The demo's public-domain portrait; the test is skipped where it is absent.</summary>
    public static string RequirePortrait()
    {
        Assert.SkipUnless(File.Exists(s_portrait), "The demo's portrait is not on this machine; run ./mien test or ./mien demo.");
        return s_portrait;
    }

    /// <summary>Skips the test where OpenCV's cascades are not installed.</summary>
    public static void RequireCascades() =>
        Assert.SkipUnless(Directory.Exists(new HaarFaceDetectorOptions().CascadeFolder), "The package opencv-data is not on this machine.");
}
