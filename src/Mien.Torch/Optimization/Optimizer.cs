using System.Globalization;
using Mien.Core;

namespace Mien.Torch;

/// <summary>Changes parameters by their gradients. It owns its state, which belongs to no scope.</summary>
public abstract class Optimizer : IDisposable
{
    // State of each parameter by its number over all groups, made at its first step.
    private readonly List<OrderedDictionary<string, Tensor>> _states = [];

    private protected Optimizer(IEnumerable<ParameterGroup> groups, double momentum)
    {
        Groups = [.. groups];
        foreach (ParameterGroup group in Groups)
        {
            group.Momentum = momentum;
            for (int i = 0; i < group.Parameters.Count; i++)
                _states.Add([]);
        }
        if (_states.Count == 0)
            throw new ArgumentException("An optimiser needs at least one parameter.", nameof(groups));
    }

    /// <summary>The groups of parameters, each with its own rates.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Step size of the first group; setting changes all groups.</summary>
    public double LearningRate
    {
        get => Groups[0].LearningRate;
        set
        {
            foreach (ParameterGroup group in Groups)
                group.LearningRate = value;
        }
    }

    /// <summary>Changes each parameter that has a gradient.</summary>
    public void Step()
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            int number = 0;
            foreach (ParameterGroup group in Groups)
            {
                List<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates = [];
                foreach (Tensor parameter in group.Parameters)
                {
                    OrderedDictionary<string, Tensor> state = _states[number++];
                    if (parameter.Grad is { } gradient)
                        updates.Add((parameter, gradient, state));
                }
                Update(group, updates);
            }
        }
    }

    /// <summary>Frees the gradients of all parameters.</summary>
    public void ZeroGrad() => Gradients.Clear(Groups.SelectMany(group => group.Parameters));

    /// <summary>
    /// The state by name, <c>state.(parameter's number).(name)</c>, for a checkpoint. The tensors are the optimiser's own.
    /// Learning rates are the scheduler's part.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> all = [];
        for (int i = 0; i < _states.Count; i++)
        {
            foreach ((string name, Tensor tensor) in _states[i])
                all.Add(string.Create(CultureInfo.InvariantCulture, $"state.{i}.{name}"), tensor);
        }
        return all;
    }

    /// <summary>Restores a state: the next step is what it would have been, bit for bit.</summary>
    /// <exception cref="UserErrorException">A name does not fit this optimiser.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        Dispose();
        using (Grad.Disabled())
        {
            foreach ((string key, Tensor tensor) in state)
            {
                string[] parts = key.Split('.', 3);
                if (parts.Length != 3 || parts[0] != "state" || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int number)
                    || number < 0 || number >= _states.Count)
                    throw new UserErrorException($"The optimiser's state does not fit: {key} names no parameter of this model.");
                _states[number].Add(parts[2], Own(tensor.Clone()));
            }
        }
    }

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        foreach (OrderedDictionary<string, Tensor> state in _states)
        {
            foreach (Tensor tensor in state.Values)
                tensor.Dispose();
            state.Clear();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes the parameters of one group; autograd is off and a scope encloses the call.</summary>
    private protected abstract void Update(ParameterGroup group,
        IReadOnlyList<(Tensor Parameter, Tensor Gradient, OrderedDictionary<string, Tensor> State)> updates);

    /// <summary>Takes a tensor out of its scope, to be part of the state.</summary>
    private protected static Tensor Own(Tensor tensor)
    {
        tensor.Scope = null;
        return tensor;
    }
}
