using Mien.Core;
using Mien.Torch;

namespace Mien.Models;

/// <summary>Makes models from their specifications.</summary>
public static class ModelFactory
{
    /// <summary>Makes the network of any specification, with random weights.</summary>
    /// <exception cref="UserErrorException">An option is out of its range.</exception>
    public static Module CreateNetwork(ModelSpec spec) => spec switch
    {
        FaceDetectorSpec detector => new FaceDetectorModel(detector),
        FaceLandmarkSpec landmarks => new FaceLandmarkModel(landmarks),
        _ => Create(spec),
    };

    /// <summary>Makes the emotion model that a specification names, with random weights.</summary>
    /// <exception cref="UserErrorException">An option is out of its range, or the model is not for emotion.</exception>
    public static EmotionModel Create(ModelSpec spec) => spec switch
    {
        FaceModelSpec face => new FaceEmotionModel(face),
        SpeechModelSpec speech => new SpeechEmotionModel(speech),
        FusionModelSpec fusion => new FusionEmotionModel(fusion),
        FeatureModelSpec features => new FeatureEmotionModel(features),
        _ => throw new UserErrorException($"A {spec.Task} model does not recognise emotion, which is what is wanted here; give one for face, speech, fusion or features."),
    };
}
