using Mien.Interop.OnnxRuntime;

namespace Mien.Analysis;

/// <summary>The model files of an analysis.</summary>
public sealed record AnalysisModelOptions
{
    /// <summary>A face detector (ONNX): one that Mien trained, or a YuNet; null for the one that comes with Mien, and where there is none the Haar cascade.</summary>
    public string? FaceDetectorPath { get; init; }

    /// <summary>A landmark network (ONNX) that Mien trained; null for the one that comes with Mien, where there is one.</summary>
    public string? FaceLandmarksPath { get; init; }

    /// <summary>Emotion models (ONNX), at most one that looks at faces and one that listens to speech; a task without one gets the model that comes with Mien.</summary>
    public IReadOnlyList<string> EmotionModelPaths { get; init; } = [];

    /// <summary>Width in pixels of the pictures that the face model is given, where its file leaves that free; null for the model's own.</summary>
    public int? FacePictureWidth { get; init; }

    /// <summary>Frames of the spectrum that the speech model is given at a time, where its file leaves that free; null for the model's own.</summary>
    public int? SpeechFrames { get; init; }

    /// <summary>Whether faces will be looked for; otherwise neither detector nor face model is loaded.</summary>
    public bool LoadFaces { get; init; } = true;

    /// <summary>Whether speech will be listened to; otherwise no speech model is loaded.</summary>
    public bool LoadSpeech { get; init; } = true;

    /// <summary>Threads inside each model; 0 chooses by the number of cores.</summary>
    public int Threads { get; init; }

    /// <summary>Threads inside each model, as <see cref="Threads"/> or the number of cores says, at least 1.</summary>
    public int EffectiveThreads => Threads > 0
        ? Threads
        // Detector, emotion model and decoder run at the same time: each gets a share of the cores.
        : Math.Max(1, Environment.ProcessorCount / 3);

    /// <summary>What runs the models.</summary>
    public OrtProviderOptions Provider { get; init; } = new();
}
