using Mien.Torch;

namespace Mien.Training;

/// <summary>
/// A running average of a model's weights and batch statistics (Polyak and Juditsky 1992), which generalises better than the
/// last weights. Early on the average follows faster: its decay is at most (1 + steps) / (10 + steps).
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private static readonly Operator s_lerp = new("aten::lerp_", "Scalar");

    private readonly double _decay;
    private readonly OrderedDictionary<string, Tensor> _average = [];

    /// <summary>Begins with a copy of the model's weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="decay">Share of the old average kept at each step, 0 to below 1.</param>
    public WeightAverage(Module model, double decay)
    {
        _decay = decay;
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
            foreach ((string name, Tensor tensor) in model.StateDict())
                _average[name] = scope.Keep(tensor.Clone());
    }

    /// <summary>The averages by the names of the model's state; owned by this object.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _average;

    /// <summary>Takes in the model's weights after a step.</summary>
    /// <param name="model">The model that the average began with.</param>
    /// <param name="step">Steps made before, over the whole run.</param>
    public void Update(Module model, long step)
    {
        double share = 1 - Math.Min(_decay, (1.0 + step) / (10.0 + step));
        using (Grad.Disabled())
            foreach ((string name, Tensor tensor) in model.StateDict())
                if (tensor.DType == DType.Float32)
                    s_lerp.InvokeInPlace(_average[name], tensor, share);
                else
                    _average[name].CopyInPlace(tensor);
    }

    /// <summary>Restores the average of a checkpoint.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        using (Grad.Disabled())
            foreach ((string name, Tensor tensor) in _average)
                tensor.CopyInPlace(state[name]);
    }

    /// <summary>Exchanges the model's weights and the average: the model can be evaluated, and a second call puts all back.</summary>
    public void Swap(Module model)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
            foreach ((string name, Tensor tensor) in model.StateDict())
            {
                Tensor kept = tensor.Clone();
                tensor.CopyInPlace(_average[name]);
                _average[name].CopyInPlace(kept);
            }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _average.Values)
            tensor.Dispose();
    }
}
