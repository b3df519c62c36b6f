using Mien.Core;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>What the end-to-end tests need of the machine.</summary>
internal static class EndToEndTest
{
    /// <summary>Skips where the native libraries are not built: `./mien test` builds them first.</summary>
    public static void SkipWithoutEngines() => Assert.SkipUnless(
        NativeLibraryLocator.Find("libmien_vision.so") is not null && NativeLibraryLocator.Find("libonnxruntime.so.1", "MIEN_ONNXRUNTIME") is not null,
        "The native libraries are not built; run ./mien build.");
}
