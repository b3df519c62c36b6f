using Mien.Core;
using Mien.Data.Speech;

namespace Mien.Data.Tests.Speech;

public sealed class SpeechSplitTests
{
    private static readonly SpeechSample[] s_samples =
        [.. from actor in Enumerable.Range(1, 6) from take in Enumerable.Range(0, 3) select new SpeechSample($"/{actor}/{take}.wav", "ravdess", $"ravdess/{actor:00}", "happy")];

    [Fact]
    public void Named_people_are_held_out_and_all_others_train()
    {
        SpeechSplit split = SpeechSplit.ByPerson(s_samples, ["ravdess/03"], ["ravdess/04", "ravdess/05"], ["ravdess/01"]);

        Assert.Equal(["ravdess/02", "ravdess/06"], split.Training.Select(sample => sample.Speaker).Distinct());
        Assert.Equal(["ravdess/03"], split.Validation.Select(sample => sample.Speaker).Distinct());
        Assert.Equal(["ravdess/04", "ravdess/05"], split.Test.Select(sample => sample.Speaker).Distinct());
        Assert.Equal((6, 3, 6), (split.Training.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Somebody_in_two_parts_is_refused()
    {
        Assert.Throws<UserErrorException>(() => SpeechSplit.ByPerson(s_samples, ["ravdess/03"], ["ravdess/03"], []));
        Assert.Throws<UserErrorException>(() => new SpeechSplit(s_samples, s_samples[..1], s_samples[^1..]).RequirePersonDisjoint());
    }

    [Fact]
    public void A_name_without_recordings_is_refused() =>
        Assert.Contains("ravdess/77", Assert.Throws<UserErrorException>(() => SpeechSplit.ByPerson(s_samples, ["ravdess/77"], ["ravdess/04"], [])).Message);

    [Fact]
    public void A_part_without_recordings_is_refused() =>
        Assert.Throws<UserErrorException>(() => SpeechSplit.ByPerson(s_samples, [], ["ravdess/04"], []));
}
