namespace Mien.Torch;

/// <summary>
/// Stochastic gradient descent with momentum, Nesterov's or plain, operation for operation as torch.optim.SGD.
/// State of each parameter with momentum: momentum_buffer.
/// </summary>
public sealed class Sgd : Optimizer
{
    private static readonly Operator s_mul = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator s_add = new("aten::_foreach_add", "List");
    private static readonly Operator s_addInPlace = new("aten::_foreach_add_", "List");

    private readonly bool _nesterov;

    /// <summary>Makes the optimiser for parameters that share their rates.</summary>
    /// <param name="parameters">The parameters; the module owns them.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="momentum">Share of the old direction kept at each step, 0..1.</param>
    /// <param name="weightDecay">Times the parameter, added to its gradient.</param>
    /// <param name="nesterov">Whether the step looks ahead along the new direction (Sutskever et al. 2013); needs momentum.</param>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : this([new ParameterGroup(parameters, learningRate, weightDecay)], momentum, nesterov)
    {
    }

    /// <summary>Makes the optimiser for groups of parameters with rates of their own.</summary>
    public Sgd(IEnumerable<ParameterGroup> groups, double momentum = 0, bool nesterov = false) : base(groups, momentum)
    {
        if (nesterov && momentum <= 0)
            throw new ArgumentException("Nesterov's momentum needs a momentum above 0.", nameof(momentum));
        _nesterov = nesterov;
    }

    private protected override void Update(ParameterGroup group,
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates)
    {
        if (updates.Count == 0)
            return;
        Tensor[] parameters = [.. updates.Select(update => update.Parameter)];
        Tensor[] directions = [.. updates.Select(update => update.Gradient)];
        if (group.WeightDecay != 0)
            directions = s_add.InvokeTensors(directions, parameters, group.WeightDecay);
        if (group.Momentum != 0)
            directions = WithMomentum(group.Momentum, directions, updates);
        s_addInPlace.InvokeInPlace(parameters, directions, -group.LearningRate);
    }

    private Tensor[] WithMomentum(double momentum, Tensor[] directions,
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates)
    {
        List<Tensor> olderBuffers = [];
        List<Tensor> olderDirections = [];
        for (int i = 0; i < directions.Length; i++)
        {
            OrderedDictionary<string, Tensor> state = updates[i].State;
            if (state.TryGetValue("momentum_buffer", out Tensor? buffer))
            {
                olderBuffers.Add(buffer);
                olderDirections.Add(directions[i]);
            }
            else
            {
                state.Add("momentum_buffer", Own(directions[i].Clone()));
            }
        }
        if (olderBuffers.Count > 0)
        {
            s_mul.InvokeInPlace(olderBuffers.ToArray(), momentum);
            s_addInPlace.InvokeInPlace(olderBuffers.ToArray(), olderDirections.ToArray(), 1.0);
        }
        Tensor[] buffers = [.. updates.Select(update => update.State["momentum_buffer"])];
        return _nesterov ? s_add.InvokeTensors(directions, buffers, momentum) : buffers;
    }
}
