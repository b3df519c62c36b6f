using Mien.Core;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Inference;

/// <summary>
/// The short way to use one model from a program:
/// <code>
/// using EmotionSession session = EmotionSession.Load("models/face.onnx");
/// using VideoFrame image = ImageCodec.DecodeFile("portrait.jpg");
/// foreach (FaceEmotionResult result in session.Analyze(image))
///     Console.WriteLine($"{result.Face.Box}: {result.Emotions}");
/// </code>
/// Nothing is tracked, smoothed or fused; for files use <c>Mien.Analysis.Analyzer</c>. Safe for use from several threads,
/// which take turns.
/// </summary>
public sealed class EmotionSession : IDisposable
{
    private readonly Lock _turn = new();
    private readonly ModelBundle _bundle;
    private readonly Lazy<IFaceDetector> _detector;
    private readonly bool _ownsDetector;
    private readonly FaceEmotionClassifier? _faces;
    private readonly SpeechEmotionClassifier? _speech;
    private readonly LogMelExtractor? _logMel;

    private EmotionSession(ModelBundle bundle, IFaceDetector? detector)
    {
        _bundle = bundle;
        _ownsDetector = detector is null;
        // Made on first use: a session that listens to speech needs none.
        _detector = new Lazy<IFaceDetector>(() => detector ?? ShippedFaceFinder.Open());
        switch (bundle.Metadata.Task)
        {
            case ModelTask.Face:
                _faces = new FaceEmotionClassifier(bundle);
                break;
            case ModelTask.Speech:
                _speech = new SpeechEmotionClassifier(bundle);
                _logMel = new LogMelExtractor(bundle.Spec.Audio!);
                break;
            case ModelTask.Features:
                throw new UserErrorException($"The model {bundle.FilePath} takes features that another program extracts, not pictures or sound; a session takes a model of face or voice.");
            default:
                throw new UserErrorException($"The model {bundle.FilePath} needs face and voice at once; a session takes a model of one of them.");
        }
    }

    /// <summary>What the model says about itself.</summary>
    public ModelMetadata Model => _bundle.Metadata;

    /// <summary>Loads a model.</summary>
    /// <param name="modelPath">An ONNX file that looks at faces or listens to speech.</param>
    /// <param name="detector">Finds the faces; stays the caller's. Null takes those that come with Mien, and where they are not there OpenCV's Haar cascades.</param>
    /// <exception cref="UserErrorException">The model cannot be used; see <see cref="ModelBundle.Load"/>.</exception>
    public static EmotionSession Load(string modelPath, IFaceDetector? detector = null)
    {
        ModelBundle bundle = ModelBundle.Load(modelPath);
        try
        {
            return new EmotionSession(bundle, detector);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    /// <summary>Finds the faces of a picture and tells their emotions.</summary>
    /// <returns>The faces, the surest first; empty where there is none.</returns>
    /// <exception cref="UserErrorException">The model listens to speech.</exception>
    public IReadOnlyList<FaceEmotionResult> Analyze(VideoFrame image)
    {
        ArgumentNullException.ThrowIfNull(image);
        FaceEmotionClassifier faces = _faces ?? throw new UserErrorException($"The model {_bundle.FilePath} listens to speech and sees no pictures; load one with the task face.");
        lock (_turn)
        {
            FaceInFrame[] found = [.. _detector.Value.Detect(image).Select(face => new FaceInFrame(image, face))];
            int labels = _bundle.Labels.Count;
            float[] probabilities = new float[found.Length * labels];
            faces.Classify(found, probabilities);
            return [.. found.Select((face, i) => new FaceEmotionResult(face.Face, new EmotionEstimate(_bundle.Labels, probabilities.AsSpan(i * labels, labels))))];
        }
    }

    /// <summary>Tells the emotions of a stretch of speech, of which the model hears the beginning, as long as its window is.</summary>
    /// <param name="speech">Mono samples at the rate of the model's <see cref="AudioSpec"/>.</param>
    /// <exception cref="UserErrorException">The model looks at faces, or the sample rate is another one.</exception>
    public EmotionEstimate Analyze(AudioChunk speech)
    {
        ArgumentNullException.ThrowIfNull(speech);
        if (_speech is null || _logMel is null)
            throw new UserErrorException($"The model {_bundle.FilePath} looks at faces and hears no sound; load one with the task speech.");
        if (speech.SampleRateHz != _logMel.Spec.SampleRateHz)
            throw new UserErrorException($"The model {_bundle.FilePath} hears sound at {_logMel.Spec.SampleRateHz} Hz, not {speech.SampleRateHz} Hz; resample it.");
        lock (_turn)
        {
            float[] features = new float[_logMel.FeatureCount];
            float[] probabilities = new float[_bundle.Labels.Count];
            _logMel.Extract(speech.Samples.Span, features);
            _speech.Classify(features, probabilities);
            return new EmotionEstimate(_bundle.Labels, probabilities);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _faces?.Dispose();
        _speech?.Dispose();
        if (_ownsDetector && _detector.IsValueCreated)
            _detector.Value.Dispose();
        _bundle.Dispose();
    }
}
