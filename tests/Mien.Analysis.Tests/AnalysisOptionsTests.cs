using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class AnalysisOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new AnalysisOptions().Validate();

    public static TheoryData<AnalysisOptions, string> Wrong => new()
    {
        { new AnalysisOptions { EveryNthFrame = 0 }, "every" },
        { new AnalysisOptions { DetectEveryNthFrame = 0 }, "detect-every" },
        { new AnalysisOptions { FramesPerSecond = 0 }, "fps" },
        { new AnalysisOptions { FramesPerSecond = double.NaN }, "fps" },
        { new AnalysisOptions { FramesPerSecond = 5, EveryNthFrame = 2 }, "fps" },
        { new AnalysisOptions { Start = TimeSpan.FromSeconds(-1) }, "start" },
        { new AnalysisOptions { Duration = TimeSpan.Zero }, "duration" },
        { new AnalysisOptions { MaxFaces = 0 }, "max-faces" },
        { new AnalysisOptions { AnalyzeFaces = false, AnalyzeSpeech = false }, "no-face" },
        { new AnalysisOptions { SpeechHop = TimeSpan.FromSeconds(9) }, "speech hop" },
        { new AnalysisOptions { SmoothingTime = TimeSpan.FromSeconds(-1) }, "smoothing" },
        { new AnalysisOptions { Threads = -1 }, "threads" },
        { new AnalysisOptions { OutputName = "a/b" }, "output name" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_wrong_setting_is_named(AnalysisOptions options, string named) =>
        Assert.Contains(named, Assert.Throws<UserErrorException>(options.Validate).Message, StringComparison.Ordinal);
}
