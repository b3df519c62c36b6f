namespace Mien.Torch;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), operation for operation as torch.optim.AdamW.
/// State of each parameter: step, exp_avg, exp_avg_sq.
/// </summary>
public sealed class AdamW : Optimizer
{
    private static readonly Operator s_mul = new("aten::_foreach_mul_", "Scalar");
    private static readonly Operator s_div = new("aten::_foreach_div_", "Scalar");
    private static readonly Operator s_addScalar = new("aten::_foreach_add_", "Scalar");
    private static readonly Operator s_addList = new("aten::_foreach_add_", "List");
    private static readonly Operator s_sqrt = new("aten::_foreach_sqrt");
    private static readonly Operator s_addcmul = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator s_addcdiv = new("aten::_foreach_addcdiv_", "Scalar");

    private const long BucketElements = 1 << 16;

    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>Makes the optimiser for parameters that share their rates.</summary>
    /// <param name="parameters">The parameters; the module owns them.</param>
    /// <param name="learningRate">Step size.</param>
    /// <param name="beta1">Share of the old mean of gradients kept at each step.</param>
    /// <param name="beta2">Share of the old mean of squared gradients kept at each step.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <param name="weightDecay">Decay of the parameters, times the step size.</param>
    public AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 1e-2) : this([new ParameterGroup(parameters, learningRate, weightDecay)], beta1, beta2, epsilon)
    {
    }

    /// <summary>Makes the optimiser for groups of parameters with rates of their own.</summary>
    public AdamW(IEnumerable<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : base(groups, beta1) =>
        (_beta2, _epsilon) = (beta2, epsilon);

    private protected override void Update(ParameterGroup group,
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates)
    {
        foreach ((Tensor parameter, _, OrderedDictionary<string, Tensor> state) in updates)
        {
            if (state.Count == 0)
            {
                state.Add("step", Own(Tensor.Scalar(0f)));
                state.Add("exp_avg", Own(parameter.ZerosLike()));
                state.Add("exp_avg_sq", Own(parameter.ZerosLike()));
            }
        }

        // Parameters that joined later have made fewer steps; each number of steps has its own correction.
        foreach (var sameStep in updates.GroupBy(update => update.State["step"].Item<float>()))
        {
            foreach (var bucket in Buckets([.. sameStep]))
                Update(group, sameStep.Key + 1, bucket);
        }
    }

    private void Update(ParameterGroup group, double step,
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> bucket)
    {
        Tensor[] parameters = [.. bucket.Select(update => update.Parameter)];
        Tensor[] gradients = [.. bucket.Select(update => update.Gradient)];
        Tensor[] means = [.. bucket.Select(update => update.State["exp_avg"])];
        Tensor[] squares = [.. bucket.Select(update => update.State["exp_avg_sq"])];
        double beta1 = group.Momentum;

        s_addScalar.InvokeInPlace(bucket.Select(update => update.State["step"]).ToArray(), 1.0);
        s_mul.InvokeInPlace(parameters, 1 - group.LearningRate * group.WeightDecay);
        s_mul.InvokeInPlace(means, beta1);
        s_addList.InvokeInPlace(means, gradients, 1 - beta1);
        s_mul.InvokeInPlace(squares, _beta2);
        s_addcmul.InvokeInPlace(squares, gradients, gradients, 1 - _beta2);

        using TensorScope scope = TensorScope.Begin();
        Tensor[] denominators = s_sqrt.InvokeTensors(squares);
        s_div.InvokeInPlace(denominators, Math.Sqrt(1 - Math.Pow(_beta2, step)));
        s_addScalar.InvokeInPlace(denominators, _epsilon);
        s_addcdiv.InvokeInPlace(parameters, means, denominators, -group.LearningRate / (1 - Math.Pow(beta1, step)));
    }

    // The ten passes over a bucket find it in the processor's cache; over all parameters at once they would not.
    private static IEnumerable<IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)>> Buckets(
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates)
    {
        List<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> bucket = [];
        long elements = 0;
        foreach (var update in updates)
        {
            long count = update.Parameter.ElementCount;
            if (bucket.Count > 0 && elements + count > BucketElements)
            {
                yield return bucket;
                bucket = [];
                elements = 0;
            }
            bucket.Add(update);
            elements += count;
        }
        if (bucket.Count > 0)
            yield return bucket;
    }
}
