namespace Mien.Analysis.Tests;

public sealed class QualityLadderTests
{
    [Theory]
    [InlineData(224, 160, 128)]
    [InlineData(64, 48, 48)]
    [InlineData(32, 32, 32)]
    public void Pictures_become_smaller_by_sevenths(int own, int reduced, int small)
    {
        QualityLadder ladder = QualityLadder.For(own, hasSpeech: true);
        Assert.Equal(4, ladder.Count);
        Assert.Equal([null, reduced, small, small], ladder.Select(level => level.FacePictureWidth));
        Assert.Equal([1, 2, 0, 0], ladder.Select(level => level.SpeechEveryNthWindow));
        Assert.Equal([1, 1, 1, 2], ladder.Select(level => level.AnalyzeEveryNthFrame));
        Assert.Equal([1, 2, 3, 3], ladder.Select(level => level.DetectEveryNthFrame));
        Assert.Equal([0, 1, 2, 3], ladder.Select(level => level.Index));
    }

    [Fact]
    public void Models_of_one_size_keep_it_and_without_speech_none_is_left_out()
    {
        Assert.All(QualityLadder.For(null, hasSpeech: true), level => Assert.Null(level.FacePictureWidth));
        Assert.All(QualityLadder.For(64, hasSpeech: false), level => Assert.Equal(1, level.SpeechEveryNthWindow));
        Assert.Equal(4, QualityLadder.For(null, hasSpeech: false).Distinct().Count());
    }
}
