namespace Mien.Vision.Tests.Support;

/// <summary>What `./mien test` takes from Debian's packages.</summary>
internal static class Installed
{
    /// <summary>The demo's public-domain portrait; the test is skipped where it is absent.</summary>
    public static string RequirePortrait()
    {
        Assert.SkipUnless(File.Exists(Repository.Portrait), "The demo's portrait is not on this machine; run ./mien test or ./mien demo.");
        return Repository.Portrait;
    }

    /// <summary>Skips the test where OpenCV's cascades are not installed.</summary>
    public static void RequireCascades() =>
        Assert.SkipUnless(Directory.Exists(new HaarFaceDetectorOptions().CascadeFolder), "The package opencv-data is not on this machine.");
}
