using Mien.Core;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Export.Tests;

/// <summary>Models with random weights, and batch norms that have seen data, so that folding matters.</summary>
internal static class RandomModel
{
    private const int Steps = 9;

    public static EmotionModel Make(string name, int seed = 17)
    {
        TorchRandom.Seed(seed);
        EmotionModel model = ModelFactory.Create(name switch
        {
            "face" => new FaceModelSpec(),
            "face of ReLU6" => new FaceModelSpec { EncoderActivation = EncoderActivation.Relu6 },
            "multi-task face" => new FaceModelSpec { Landmarks = true, ValenceArousal = true, HeadHidden = 32 },
            "speech" => new SpeechModelSpec { Labels = 8 },
            "modality attention" => new FusionModelSpec { Fusion = FusionKind.ModalityAttention },
            "feature vectors" => new FeatureModelSpec { Dimension = 12, HeadHidden = 16 },
            "feature sequences" => new FeatureModelSpec { Dimension = 12, Sequence = true, LstmHidden = 8, HeadHidden = 0 },
            _ => new FusionModelSpec { Fusion = FusionKind.ChannelAttention },
        });
        using IDisposable noGradients = Grad.Disabled();
        using TensorScope scope = TensorScope.Begin();
        model.Train();
        model.Forward(Inputs(model, 8));
        return model;
    }

    public static PreprocessingSpec Spec(EmotionModel model) => new()
    {
        Labels = model.Spec.Labels == 7 ? EmotionLabelSet.Shared7 : new EmotionLabelSet([.. EmotionLabelSet.Shared7, "calm"]),
        Image = model.Task is "speech" or "features" ? null : new ImageSpec { Width = 48, Height = 64 },
        Audio = model.Task is "face" or "features" ? null : new AudioSpec { Frames = 60 },
        Features = model.Spec is FeatureModelSpec features ? new FeatureSpec { Names = ["a", "b"], Dimension = features.Dimension, Steps = features.Sequence ? Steps : null } : null,
    };

    public static EmotionInputs Inputs(EmotionModel model, int batch) => new()
    {
        Image = model.Task is "speech" or "features" ? null : Tensor.Randn([batch, 3, 64, 48]),
        Audio = model.Task is "face" or "features" ? null : Tensor.Randn([batch, 1, 64, 60]),
        Presence = model.Task == "fusion" ? Tensor.From([.. Enumerable.Range(0, 2 * batch).Select(i => (float)(i * 7 % 4 > 0 ? 1 : 0))], batch, 2) : null,
        Features = model.Spec is FeatureModelSpec features ? Tensor.Randn(features.Sequence ? [batch, Steps, features.Dimension] : [batch, features.Dimension]) * 3 + 5 : null,
    };
}
