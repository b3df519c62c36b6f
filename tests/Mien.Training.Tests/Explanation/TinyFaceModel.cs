using Mien.Models;
using Mien.Torch;

namespace Mien.Training.Tests.Explanation;

/// <summary>Convolution, ReLU, mean over places, linear layer: the network for which Grad-CAM has a closed form.</summary>
internal sealed class TinyFaceModel : EmotionModel
{
    public const int Channels = 4, Classes = 3;

    public TinyFaceModel() : base(new FaceModelSpec { Labels = Classes })
    {
        Layer = RegisterModule("layer", new Sequential(new Conv2d(3, Channels, 3, padding: 1), new ReLU()));
        Head = RegisterModule("head", new Linear(Channels, Classes));
    }

    public Sequential Layer { get; }

    public Linear Head { get; }

    public override IReadOnlyList<string> InputNames { get; } = [ImageInput];

    protected override Tensor ForwardCore(EmotionInputs inputs) => Head.Forward(Layer.Forward(inputs[ImageInput]).Mean([2, 3]));
}
