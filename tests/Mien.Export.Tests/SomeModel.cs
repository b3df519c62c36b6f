using Mien.Models;
using Mien.Torch;

namespace Mien.Export.Tests;

/// <summary>A face model of any computation, for what no shipped model does.</summary>
internal sealed class SomeModel : EmotionModel
{
    private readonly Wrapper _encoder;

    /// <param name="name">The name of the computation among the modules, below <c>encoder</c>.</param>
    /// <param name="layer">The computation, from (N, 3, H, W) to (N, labels).</param>
    /// <param name="weights">The module that holds its weights.</param>
    public SomeModel(string name, Func<Tensor, Tensor> layer, Module? weights = null) : base(new FaceModelSpec { Labels = 7 }) =>
        _encoder = RegisterModule("encoder", new Wrapper(name, new Layer(layer, weights ?? new Sequential())));

    public override IReadOnlyList<string> InputNames { get; } = [ImageInput];

    protected override Tensor ForwardCore(EmotionInputs inputs) => _encoder.Forward(inputs[ImageInput]);

    private sealed class Wrapper : Module<Tensor, Tensor>
    {
        private readonly Layer _layer;

        public Wrapper(string name, Layer layer) => _layer = RegisterModule(name, layer);

        protected override Tensor ForwardCore(Tensor input) => _layer.Forward(input);
    }

    private sealed class Layer : Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> _layer;

        public Layer(Func<Tensor, Tensor> layer, Module weights)
        {
            _layer = layer;
            RegisterModule("weights", weights);
        }

        protected override Tensor ForwardCore(Tensor input) => _layer(input);
    }
}
