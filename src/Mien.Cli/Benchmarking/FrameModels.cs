using Mien.Core;
using Mien.Inference;
using Mien.Interop.OnnxRuntime;
using Mien.Vision;

namespace Mien.Cli.Benchmarking;

/// <summary>All that looks at a frame and listens to its sound, loaded from the models that are named or come with Mien.</summary>
internal sealed class FrameModels : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Loads it.</summary>
    /// <param name="paths">Emotion models that stand in for those that come with Mien; the first of each task counts, others are left out.</param>
    /// <param name="threads">Threads for all together: from two on, the voice has one for itself, and the face, whose way is longer, the others.</param>
    /// <param name="provider">What runs them.</param>
    /// <exception cref="UserErrorException">A model is missing or cannot be used.</exception>
    public FrameModels(IReadOnlyList<string> paths, int threads, OrtProviderOptions provider)
    {
        ILookup<string?, string> byTask = paths.ToLookup(TaskOf);
        (int looking, int listening) = (Math.Max(1, threads - 1), 1);
        try
        {
            Detector = Own(ShippedFaceFinder.OpenDetector(null, looking, forTracking: true, provider));
            Landmarks = Own(ShippedFaceFinder.OpenLandmarks(null, looking, provider) ?? throw Missing("landmark network"));
            FaceBundle = Own(Open(ModelTask.Face, byTask, looking, provider));
            SpeechBundle = Own(Open(ModelTask.Speech, byTask, listening, provider));
            Face = Own(new FaceEmotionClassifier(FaceBundle));
            Speech = Own(new SpeechEmotionClassifier(SpeechBundle));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IFaceDetector Detector { get; }

    public FaceLandmarkEstimator Landmarks { get; }

    public ModelBundle FaceBundle { get; }

    public FaceEmotionClassifier Face { get; }

    public ModelBundle SpeechBundle { get; }

    public SpeechEmotionClassifier Speech { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
    }

    private static ModelBundle Open(ModelTask task, ILookup<string?, string> byTask, int threads, OrtProviderOptions provider)
    {
        string word = task.ToString().ToLowerInvariant();
        string path = byTask[word].FirstOrDefault() ?? ModelFolder.Find($"{word}-emotion") ?? throw Missing($"{word} model");
        return ModelBundle.Load(path, threads, provider: provider);
    }

    private static string? TaskOf(string path)
    {
        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { GraphOptimization = OrtGraphOptimization.None });
        return session.Metadata.GetValueOrDefault("mien.task");
    }

    private static UserErrorException Missing(string what) => new($"There is no {what} in {ModelFolder.FullPath ?? "models"}; the whole frame needs one.");

    private T Own<T>(T resource) where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }
}
