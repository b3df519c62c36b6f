using Mien.Core;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Inference;

/// <summary>
/// The short way to use one model from a program:
/// <code>
/// using EmotionSession session = EmotionSession.Load(ShippedModels.FaceEmotion);
/// using VideoFrame image = Picture.Load("portrait.jpg");
/// foreach (FaceEmotionResult result in session.Analyze(image))
///     Console.WriteLine($"{result.Face.Box}: {result.Emotions}");
/// </code>
/// Safe for use from any number of threads, whose calls run side by side (<see cref="EmotionSessionOptions.MaxConcurrentCalls"/>), and
/// every call can be cancelled. The forms that write into the caller's memory allocate nothing once that memory and the session's
/// have grown to what is asked of them. Nothing is tracked, smoothed or fused; for files use <c>Mien.Analysis.Analyzer</c>.
/// </summary>
public sealed class EmotionSession : IDisposable
{
    private readonly ModelBundle _bundle;
    private readonly bool _ownsDetector;
    private readonly Lazy<IFaceDetector> _detector;
    private readonly Lock _detectorTurn = new();
    private readonly SemaphoreSlim _places; // not disposed: calls under way still leave theirs
    private readonly FaceEmotionClassifier? _faces;
    private readonly SpeechEmotionClassifier? _speech;
    private readonly Pool<SpeechBuffers>? _speechBuffers;
    private volatile bool _isDisposed;

    private EmotionSession(ModelBundle bundle, EmotionSessionOptions options)
    {
        _bundle = bundle;
        _ownsDetector = options.Detector is null;
        // Made on first use: a session that listens to speech needs none.
        _detector = new Lazy<IFaceDetector>(() => options.Detector ?? ShippedFaceFinder.Open(threads: options.Threads, provider: options.Provider));
        _places = new SemaphoreSlim(options.MaxConcurrentCalls);
        switch (bundle.Metadata.Task)
        {
            case ModelTask.Face:
                _faces = new FaceEmotionClassifier(bundle);
                break;
            case ModelTask.Speech:
                _speech = new SpeechEmotionClassifier(bundle);
                _speechBuffers = new(() => new SpeechBuffers(bundle.Spec.Audio!));
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
    /// <param name="modelPath">An ONNX file that looks at faces or listens to speech: one that `./mien export` or `./mien quantize` wrote, or one of <see cref="ShippedModels"/>.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="UserErrorException">The model cannot be used; see <see cref="ModelBundle.Load"/>.</exception>
    public static EmotionSession Load(string modelPath, EmotionSessionOptions? options = null)
    {
        options ??= new EmotionSessionOptions();
        ModelBundle bundle = ModelBundle.Load(modelPath, options.Threads, provider: options.Provider);
        try
        {
            return new EmotionSession(bundle, options);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    /// <summary>Finds the faces of a picture and tells their emotions.</summary>
    /// <param name="image">The picture (<see cref="Picture"/>); only read.</param>
    /// <param name="cancellationToken">Ends the call, inside the networks too.</param>
    /// <returns>The faces, the surest first; empty where there is none.</returns>
    /// <exception cref="UserErrorException">The model listens to speech.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<FaceEmotionResult> Analyze(VideoFrame image, CancellationToken cancellationToken = default)
    {
        FaceEmotionBuffer buffer = new();
        Analyze(image, buffer, cancellationToken);
        FaceEmotionResult[] results = new FaceEmotionResult[buffer.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = buffer[i].ToResult();
        return results;
    }

    /// <summary>Finds the faces of a picture and tells their emotions, without allocating: for one picture after the other.</summary>
    /// <param name="image">The picture; only read.</param>
    /// <param name="result">Takes the faces, the surest first; what it held is dropped. One call at a time may use it.</param>
    /// <param name="cancellationToken">Ends the call, inside the networks too; the buffer is then empty.</param>
    /// <inheritdoc cref="Analyze(VideoFrame, CancellationToken)" path="/exception"/>
    public void Analyze(VideoFrame image, FaceEmotionBuffer result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(result);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        FaceEmotionClassifier faces = _faces ?? throw new UserErrorException($"The model {_bundle.FilePath} listens to speech and sees no pictures; load one with the task face.");
        result.Clear();
        _places.Wait(cancellationToken);
        try
        {
            Detect(image, result.Faces, cancellationToken);
            result.Classify(image, faces, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Tells the emotions of a stretch of speech, of which the model hears the beginning, as long as its window is.</summary>
    /// <param name="speech">Mono samples at the rate of the model's <see cref="AudioSpec"/>.</param>
    /// <param name="cancellationToken">Ends the call, inside the network too.</param>
    /// <exception cref="UserErrorException">The model looks at faces, or the sample rate is another one.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public EmotionEstimate Analyze(AudioChunk speech, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(speech);
        float[] probabilities = new float[_bundle.Labels.Count];
        Analyze(speech.Samples.Span, speech.SampleRateHz, probabilities, cancellationToken);
        return new EmotionEstimate(_bundle.Labels, probabilities);
    }

    /// <summary>Tells the emotions of a stretch of speech, of which the model hears the beginning, as long as its window is, without allocating.</summary>
    /// <param name="samples">Mono samples, nominally -1..1.</param>
    /// <param name="sampleRateHz">Samples a second: those of the model's <see cref="AudioSpec"/>.</param>
    /// <param name="probabilities">Takes one probability for each label of the model, 0..1.</param>
    /// <param name="cancellationToken">Ends the call, inside the network too.</param>
    /// <exception cref="ArgumentException">There is not room for exactly one probability a label.</exception>
    /// <inheritdoc cref="Analyze(AudioChunk, CancellationToken)" path="/exception"/>
    public void Analyze(ReadOnlySpan<float> samples, int sampleRateHz, Span<float> probabilities, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_speech is null || _speechBuffers is null)
            throw new UserErrorException($"The model {_bundle.FilePath} looks at faces and hears no sound; load one with the task speech.");
        if (sampleRateHz != _bundle.Spec.Audio!.SampleRateHz)
            throw new UserErrorException($"The model {_bundle.FilePath} hears sound at {_bundle.Spec.Audio.SampleRateHz} Hz, not {sampleRateHz} Hz; resample it.");
        _places.Wait(cancellationToken);
        try
        {
            SpeechBuffers buffers = _speechBuffers.Take();
            try
            {
                buffers.LogMel.Extract(samples, buffers.Features);
                _speech.Classify(buffers.Features, probabilities, cancellationToken);
            }
            finally
            {
                _speechBuffers.GiveBack(buffers);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Frees the model; calls under way in other threads end first or fail with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _faces?.Dispose();
        _speech?.Dispose();
        _speechBuffers?.Dispose();
        if (_ownsDetector && _detector.IsValueCreated)
            _detector.Value.Dispose();
        _bundle.Dispose();
    }

    private void Detect(VideoFrame image, List<FaceDetection> faces, CancellationToken cancellationToken)
    {
        IFaceDetector detector = _detector.Value;
        if (detector.IsThreadSafe)
        {
            detector.Detect(image, faces, cancellationToken);
            return;
        }
        lock (_detectorTurn)
            detector.Detect(image, faces, cancellationToken);
    }
}
