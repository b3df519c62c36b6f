using System.Collections;

namespace Mien.Analysis;

/// <summary>The quality levels of a live stream, from full quality downwards.</summary>
public sealed class QualityLadder : IReadOnlyList<QualityLevel>
{
    // Below, a face says too little: the shipped model, which was trained at 32, too, is right in 62 % at 64 pixels, 56 % at 48 and 36 % at 32.
    private const int SmallestWidth = 48;
    private const int SizeStep = 16;

    private readonly QualityLevel[] _levels;

    private QualityLadder(QualityLevel[] levels) => _levels = levels;

    /// <inheritdoc/>
    public int Count => _levels.Length;

    /// <inheritdoc/>
    public QualityLevel this[int index] => _levels[index];

    /// <summary>
    /// The ladder for models: everything; pictures of 5/7 of the size and every second window of speech; pictures of 4/7 of the size and no
    /// speech; and only every second frame in addition. That is 224, 160 and 128 pixels for a model of 224, and 64, 48 and 48 for one of 64, as none goes below 48.
    /// The whole frame is searched for faces every time, every second, and every third time: known faces are followed just as well in between.
    /// </summary>
    /// <param name="models">What is asked: whether it hears speech, and whether its face model takes smaller pictures.</param>
    public static QualityLadder For(AnalysisModels models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return For(models.SizedFaceClassifier is { HasFreeSize: true } sizes ? sizes.OwnWidth : null, models.SpeechClassifier is not null);
    }

    /// <summary>The same from what counts of the models.</summary>
    /// <param name="faceWidth">Width in pixels of the face model's own pictures where it takes smaller ones; null where it does not.</param>
    /// <param name="hasSpeech">Whether speech is listened to.</param>
    public static QualityLadder For(int? faceWidth, bool hasSpeech)
    {
        return new QualityLadder(
        [
            QualityLevel.Full,
            new(1, "reduced", Part(5), hasSpeech ? 2 : 1, 1, 2),
            new(2, "faces only", Part(4), hasSpeech ? 0 : 1, 1, 3),
            new(3, "every second frame", Part(4), hasSpeech ? 0 : 1, 2, 3),
        ]);

        int? Part(int sevenths) => faceWidth is { } width
            ? Math.Clamp((int)Math.Round(width * sevenths / 7.0 / SizeStep) * SizeStep, Math.Min(width, SmallestWidth), width)
            : null;
    }

    /// <inheritdoc/>
    public IEnumerator<QualityLevel> GetEnumerator() => ((IEnumerable<QualityLevel>)_levels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
