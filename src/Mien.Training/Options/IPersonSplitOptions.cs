namespace Mien.Training.Options;

/// <summary>Data whose samples name the person they are of, shared out by person.</summary>
public interface IPersonSplitOptions
{
    /// <summary>People who are in no part.</summary>
    IReadOnlyList<string> ExcludedSpeakers { get; }

    /// <summary>Number of samples of each person, by name as in a config, for example <c>ravdess/07</c>.</summary>
    /// <exception cref="Core.UserErrorException">The data are missing.</exception>
    IReadOnlyDictionary<string, int> CountByPerson();

    /// <summary>The same data shared out in another way; everybody not named is in the training part.</summary>
    /// <param name="validation">People whose samples settings are chosen by.</param>
    /// <param name="test">People whose samples are reported on.</param>
    /// <param name="excluded">People who are in no part.</param>
    EmotionDataOptions WithPeople(IReadOnlyList<string> validation, IReadOnlyList<string> test, IReadOnlyList<string> excluded);
}
