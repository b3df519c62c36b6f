using Mien.Media;

namespace Mien.Analysis;

/// <summary>Turns a stream of sound into windows of speech with their emotions.</summary>
public interface ISpeechAnalyzer
{
    /// <summary>Analyses the sound of a source.</summary>
    /// <param name="source">Where the sound is read from, mono at the model's rate.</param>
    /// <param name="options">Window, hop and least presence.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The windows in order of time; the last one ends with the sound.</returns>
    IAsyncEnumerable<SpeechObservation> AnalyzeAsync(IMediaSource source, AnalysisOptions options, CancellationToken cancellationToken);
}
