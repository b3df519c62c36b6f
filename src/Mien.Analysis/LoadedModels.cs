using Mien.Core;
using Mien.Inference;
using Mien.Interop.OnnxRuntime;
using Mien.Interop.OpenCv;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>The detector and the models of an analysis, loaded from files; owns them.</summary>
public sealed class LoadedModels : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<string> _providers = [];

    private LoadedModels() => Models = new AnalysisModels();

    /// <summary>What an <see cref="Analyzer"/> asks. Not to be used after disposal.</summary>
    public AnalysisModels Models { get; private set; }

    /// <summary>Loads what the options name.</summary>
    /// <exception cref="UserErrorException">A file is missing, unreadable, of the wrong task, or two have the same task.</exception>
    public static LoadedModels Load(AnalysisModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LoadedModels loaded = new();
        try
        {
            loaded.LoadDetector(options);
            foreach (string path in options.EmotionModelPaths)
                loaded.LoadEmotionModel(path, options);
            // A named model stands in for the shipped one of its task; the other task keeps the shipped one.
            if (loaded.LacksFaces(options) && ModelFolder.Find("face-emotion") is { } face)
                loaded.LoadEmotionModel(face, options);
            if (loaded.LacksSpeech(options) && ModelFolder.Find("speech-emotion") is { } speech)
                loaded.LoadEmotionModel(speech, options);
            loaded.Models = loaded.Models with { Engines = Engines(), Provider = loaded._providers.Count > 0 ? string.Join("; ", loaded._providers.Distinct()) : null };
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Classifiers before the bundles they use: the other way round than they were made.
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
        _owned.Clear();
    }

    private static Dictionary<string, string> Engines() => new()
    {
        ["onnxruntime"] = OrtEnvironment.Instance.Version,
        ["opencv"] = OpenCvEngine.Version,
    };

    private bool LacksFaces(AnalysisModelOptions options) => options.LoadFaces && Models.FaceModel is null;

    private bool LacksSpeech(AnalysisModelOptions options) => options.LoadSpeech && Models.SpeechModel is null;

    private void LoadDetector(AnalysisModelOptions options)
    {
        if (!options.LoadFaces)
            return;
        IFaceDetector detector = Own(ShippedFaceFinder.OpenDetector(options.FaceDetectorPath, options.EffectiveThreads, forTracking: true, options.Provider));
        Models = Models with { FaceDetector = detector.IsThreadSafe ? detector : new SerialFaceDetector(detector) };
        if (ShippedFaceFinder.OpenLandmarks(options.FaceLandmarksPath, options.EffectiveThreads, options.Provider) is { } landmarks)
            Models = Models with { FaceLandmarks = Own(landmarks) };
    }

    private void LoadEmotionModel(string path, AnalysisModelOptions options)
    {
        ModelBundle bundle = Own(ModelBundle.Load(path, options.EffectiveThreads, provider: options.Provider));
        _providers.Add(bundle.Session.Provider.ToString());
        ModelMetadata metadata = bundle.Metadata;
        ModelIdentity identity = new(metadata.Task.ToString().ToLowerInvariant(), metadata.Name, metadata.Version, metadata.License,
            Path.GetFileName(path), bundle.Sha256, metadata.Reliability, metadata.Spec);
        switch (metadata.Task)
        {
            case ModelTask.Face when Models.FaceModel is null:
                if (options.LoadFaces)
                {
                    SizedFaceClassifier sizes = Own(new SizedFaceClassifier(bundle));
                    int width = options.FacePictureWidth is { } asked ? bundle.ImageOf(asked).Width : sizes.OwnWidth;
                    IFaceEmotionClassifier classifier = sizes.OfWidth(width);
                    Models = Models with { FaceClassifier = classifier, SizedFaceClassifier = sizes, FaceModel = identity with { Spec = classifier.Spec } };
                }
                break;
            case ModelTask.Speech when Models.SpeechModel is null:
                if (options.LoadSpeech)
                {
                    SpeechEmotionClassifier speech = Own(new SpeechEmotionClassifier(bundle, options.SpeechFrames));
                    Models = Models with { SpeechAnalyzer = new SpeechAnalyzer(speech), SpeechClassifier = speech, SpeechModel = identity with { Spec = speech.Spec } };
                }
                break;
            case ModelTask.Fusion:
                throw new UserErrorException($"The model {path} needs face and voice at once, which analyze does not offer yet; give one face model and one speech model.");
            case ModelTask.Features:
                throw new UserErrorException($"The model {path} takes features that another program extracts, not films or recordings; try it with `mien evaluate`, or give a model of face or voice.");
            default:
                throw new UserErrorException($"The model {path} is the second one with the task {identity.Task}; give one of each task.");
        }
    }

    private T Own<T>(T resource) where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }
}
