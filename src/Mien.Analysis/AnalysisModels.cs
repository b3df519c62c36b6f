using Mien.Inference;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>
/// What an analysis asks: a face detector, a face model, a speech model, each or none. Immutable. Several analyses and
/// live sessions may share it where all that it holds serves several threads, as what <see cref="LoadedModels"/> loads does.
/// </summary>
public sealed record AnalysisModels
{
    /// <summary>Finds faces; null where none are looked for.</summary>
    public IFaceDetector? FaceDetector { get; init; }

    /// <summary>Finds the 68 landmarks of faces; null where no network for them is at hand: pose and occlusion are then not known.</summary>
    public IFaceLandmarkEstimator? FaceLandmarks { get; init; }

    /// <summary>Reads faces; null where none is at hand: faces are then found but not read.</summary>
    public IFaceEmotionClassifier? FaceClassifier { get; init; }

    /// <summary>The model behind <see cref="FaceClassifier"/> at other picture sizes, for live streams that adapt; null where there is only the one.</summary>
    public SizedFaceClassifier? SizedFaceClassifier { get; init; }

    /// <summary>Identity of <see cref="FaceClassifier"/>.</summary>
    public ModelIdentity? FaceModel { get; init; }

    /// <summary>Hears speech; null where none is at hand.</summary>
    public ISpeechAnalyzer? SpeechAnalyzer { get; init; }

    /// <summary>The model behind <see cref="SpeechAnalyzer"/>, for live streams; null where none is at hand.</summary>
    public ISpeechEmotionClassifier? SpeechClassifier { get; init; }

    /// <summary>Identity of the model behind <see cref="SpeechAnalyzer"/>.</summary>
    public ModelIdentity? SpeechModel { get; init; }

    /// <summary>How the two are joined, from the reliability that each model states.</summary>
    public LateFusion Fusion => new(FaceModel?.Reliability, SpeechModel?.Reliability);

    /// <summary>What runs the emotion models, and why, for example <c>CPU (as asked)</c>; null where there are none.</summary>
    public string? Provider { get; init; }

    /// <summary>Versions of the engines below, by name, for outputs that say how they came about.</summary>
    public IReadOnlyDictionary<string, string> Engines { get; init; } = new Dictionary<string, string>();
}
