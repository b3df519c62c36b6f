namespace Mien.Data.Speech;

/// <summary>A published collection of acted or natural emotional speech, in its published file layout.</summary>
public interface ISpeechCorpus
{
    /// <summary>Name in configs and in speaker ids.</summary>
    string Name { get; }

    /// <summary>Lists the recordings under a folder, ordered by path; files of other emotions or kinds are left out.</summary>
    /// <exception cref="Core.UserErrorException">The folder does not exist or holds no recording of this corpus.</exception>
    IReadOnlyList<SpeechSample> Read(string folder);
}
