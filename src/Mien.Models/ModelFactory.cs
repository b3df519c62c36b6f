namespace Mien.Models;

/// <summary>Makes models from their specifications.</summary>
public static class ModelFactory
{
    /// <summary>Makes the model that a specification names, with random weights.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public static EmotionModel Create(ModelSpec spec) => spec switch
    {
        FaceModelSpec face => new FaceEmotionModel(face),
        SpeechModelSpec speech => new SpeechEmotionModel(speech),
        FusionModelSpec fusion => new FusionEmotionModel(fusion),
        FeatureModelSpec features => new FeatureEmotionModel(features),
        _ => throw new ArgumentException($"There is no model for a {spec.GetType().Name}.", nameof(spec)),
    };
}
