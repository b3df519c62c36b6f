using Mien.Core;

namespace Mien.Data.Speech;

/// <summary>Recordings shared out by person: nobody is in two parts.</summary>
/// <param name="Training">What the model learns from.</param>
/// <param name="Validation">What settings are chosen by.</param>
/// <param name="Test">What is reported once, at the end.</param>
public sealed record SpeechSplit(IReadOnlyList<SpeechSample> Training, IReadOnlyList<SpeechSample> Validation, IReadOnlyList<SpeechSample> Test)
{
    /// <summary>Shares out recordings: named speakers to validation and test, excluded ones to nothing, all others to training.</summary>
    /// <exception cref="UserErrorException">A speaker is named twice or has no recordings, or a part is empty.</exception>
    public static SpeechSplit ByPerson(
        IReadOnlyList<SpeechSample> samples, IReadOnlyCollection<string> validationSpeakers, IReadOnlyCollection<string> testSpeakers, IReadOnlyCollection<string> excludedSpeakers)
    {
        PersonDisjointSplit.Require(("validation", validationSpeakers), ("test", testSpeakers), ("excluded", excludedSpeakers));
        HashSet<string> speakers = [.. samples.Select(sample => sample.Speaker)];
        HashSet<string> heldOut = [.. validationSpeakers, .. testSpeakers, .. excludedSpeakers];
        if (heldOut.FirstOrDefault(speaker => !speakers.Contains(speaker)) is { } unknown)
            throw new UserErrorException($"The split names speaker {unknown}, of whom there is no recording; speakers are named like {speakers.Order().FirstOrDefault() ?? "ravdess/01"}.");
        SpeechSplit split = new(
            [.. samples.Where(sample => !heldOut.Contains(sample.Speaker))],
            [.. samples.Where(sample => validationSpeakers.Contains(sample.Speaker))],
            [.. samples.Where(sample => testSpeakers.Contains(sample.Speaker))]);
        split.RequirePersonDisjoint();
        if (split.Training.Count == 0 || split.Validation.Count == 0 || split.Test.Count == 0)
            throw new UserErrorException("The split leaves its training, validation or test part without recordings; name other speakers.");
        return split;
    }

    /// <summary>Refuses the split where somebody is in two parts.</summary>
    /// <exception cref="UserErrorException">A person is in two parts.</exception>
    public void RequirePersonDisjoint() => PersonDisjointSplit.Require(
        ("training", Training.Select(sample => sample.Speaker)),
        ("validation", Validation.Select(sample => sample.Speaker)),
        ("test", Test.Select(sample => sample.Speaker)));
}
