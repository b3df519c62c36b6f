using Mien.Core;
using Mien.Data.Speech;

namespace Mien.Data.Tests.Speech;

public sealed class SpeechCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ravdess", "Actor_07/03-01-01-01-01-01-07.flac", "ravdess/07", "neutral")]
    [InlineData("ravdess", "Actor_24/03-01-02-02-01-01-24.wav", "ravdess/24", "calm")]
    [InlineData("ravdess", "03-01-05-02-02-02-12.wav", "ravdess/12", "anger")]
    [InlineData("ravdess", "03-01-08-02-02-02-12.wav", "ravdess/12", "surprise")]
    [InlineData("crema_d", "1083_ITH_ANG_XX.wav", "crema_d/1083", "anger")]
    [InlineData("crema_d", "1001_DFA_HAP_HI.flac", "crema_d/1001", "happy")]
    [InlineData("crema_d", "1001_DFA_NEU_XX.flac", "crema_d/1001", "neutral")]
    [InlineData("emodb", "03a01Wa.wav", "emodb/03", "anger")]
    [InlineData("emodb", "16b10Eb.flac", "emodb/16", "disgust")]
    [InlineData("emodb", "08a07Ta.wav", "emodb/08", "sad")]
    [InlineData("emodb", "03a01La.wav", "emodb/03", "boredom")]
    public void Speaker_and_label_are_read_off_the_name(string corpus, string file, string speaker, string label)
    {
        Touch(file);

        SpeechSample sample = Assert.Single(Corpus(corpus).Read(_folder.Path));

        Assert.Equal(Path.Combine(_folder.Path, file), sample.Path);
        Assert.Equal((corpus, speaker, label), (sample.Dataset, sample.Speaker, sample.Label));
    }

    [Theory]
    [InlineData("ravdess", "01-01-05-02-02-02-12.wav")] // with video
    [InlineData("ravdess", "03-02-05-02-02-02-12.wav")] // song
    [InlineData("ravdess", "03-01-09-02-02-02-12.wav")] // no such emotion
    [InlineData("crema_d", "1083_ITH_BOR_XX.wav")]
    [InlineData("emodb", "03a01Wa.txt")]
    public void What_is_not_to_be_used_is_left_out(string corpus, string file)
    {
        Touch(file);

        Assert.Contains(corpus, Assert.Throws<UserErrorException>(() => Corpus(corpus).Read(_folder.Path)).Message);
    }

    [Fact]
    public void A_missing_folder_is_said() =>
        Assert.Contains("--data", Assert.Throws<UserErrorException>(() => Corpus("emodb").Read(Path.Combine(_folder.Path, "none"))).Message);

    public void Dispose() => _folder.Dispose();

    private static ISpeechCorpus Corpus(string name) => SpeechCorpus.All.Single(corpus => corpus.Name == name);

    private void Touch(string file)
    {
        string path = Path.Combine(_folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
