using System.Runtime.CompilerServices;
using Mien.Core;
using Mien.Inference;
using Mien.Media;

namespace Mien.Analysis;

/// <summary>Analyses speech with a classifier, in sliding windows. Safe for use from several threads, one source each.</summary>
/// <param name="classifier">The speech model; stays the caller's.</param>
public sealed class SpeechAnalyzer(ISpeechEmotionClassifier classifier) : ISpeechAnalyzer
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<SpeechObservation> AnalyzeAsync(
        IMediaSource source, AnalysisOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        SpeechWindower windower = new(classifier, options);
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellationToken).WithCancellation(cancellationToken))
        {
            foreach (SpeechObservation window in windower.Push(chunk))
                yield return window;
        }
        foreach (SpeechObservation window in windower.Complete())
            yield return window;
    }
}
