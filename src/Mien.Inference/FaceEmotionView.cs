using Mien.Core;

namespace Mien.Inference;

/// <summary>A face and its emotions, in a <see cref="FaceEmotionBuffer"/>'s memory: good until the buffer is used for the next picture.</summary>
public readonly ref struct FaceEmotionView
{
    internal FaceEmotionView(FaceDetection face, EmotionLabelSet labels, ReadOnlySpan<float> probabilities)
    {
        (Face, Labels) = (face, labels);
        Probabilities = probabilities;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[DominantIndex])
                DominantIndex = i;
        }
    }

    /// <summary>Where the face is, in source pixels.</summary>
    public FaceDetection Face { get; }

    /// <summary>The model's emotions.</summary>
    public EmotionLabelSet Labels { get; }

    /// <summary>One probability for each label, 0..1.</summary>
    public ReadOnlySpan<float> Probabilities { get; }

    /// <summary>Position of the most probable emotion; the first of equals.</summary>
    public int DominantIndex { get; }

    /// <summary>Name of the most probable emotion.</summary>
    public string Dominant => Labels[DominantIndex];

    /// <summary>Probability of the most probable emotion.</summary>
    public float DominantProbability => Probabilities[DominantIndex];

    /// <summary>A copy that lasts.</summary>
    public FaceEmotionResult ToResult() => new(Face, new EmotionEstimate(Labels, Probabilities));
}
