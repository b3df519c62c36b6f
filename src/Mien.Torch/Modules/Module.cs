using Mien.Core;

namespace Mien.Torch;

/// <summary>
/// A part of a model: named parameters, buffers and sub-modules, with PyTorch's rules for names, so that state dicts
/// fit key for key. The module owns its tensors; they belong to no scope.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];
    private readonly List<(string Name, Module Module)> _modules = [];
    private string _name = "";

    /// <summary>Whether the module trains (dropout is on, batch norm uses the batch's statistics); true at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Switches this module and those inside to training or evaluation.</summary>
    public void Train(bool training = true)
    {
        IsTraining = training;
        foreach ((_, Module module) in _modules)
            module.Train(training);
    }

    /// <summary>Switches this module and those inside to evaluation.</summary>
    public void Eval() => Train(false);

    /// <summary>Parameters of this module and those inside, with dotted names, in the order of registration.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters() => Named(module => module._parameters);

    /// <summary>Buffers (state that is not trained) of this module and those inside, with dotted names.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers() => Named(module => module._buffers);

    /// <summary>Parameters of this module and those inside.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(parameter => parameter.Tensor);

    /// <summary>This module, named "", and those inside, with dotted names.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        yield return ("", this);
        foreach ((string name, Module child) in _modules)
        {
            foreach ((string inner, Module module) in child.NamedModules())
                yield return (inner.Length == 0 ? name : $"{name}.{inner}", module);
        }
    }

    /// <summary>
    /// Parameters and buffers by dotted name in PyTorch's order: for each module its parameters, its buffers, then its sub-modules.
    /// The tensors are the module's own, not copies.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> state = [];
        foreach ((string path, Module module) in NamedModules())
        {
            foreach ((string name, Tensor tensor) in module._parameters.Concat(module._buffers))
                state.Add(path.Length == 0 ? name : $"{path}.{name}", tensor);
        }
        return state;
    }

    /// <summary>Copies values into the parameters and buffers, converting type and device.</summary>
    /// <param name="state">Tensors by dotted name.</param>
    /// <param name="strict">Whether missing and unexpected names are errors. <c>num_batches_tracked</c> may always be missing, as in old checkpoints.</param>
    /// <exception cref="UserErrorException">A shape differs, or, where strict, the names differ.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        OrderedDictionary<string, Tensor> own = StateDict();
        if (strict)
        {
            string[] missing = [.. own.Keys.Where(name => !state.ContainsKey(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
            string[] unexpected = [.. state.Keys.Where(name => !own.ContainsKey(name))];
            if (missing.Length + unexpected.Length > 0)
                throw new UserErrorException($"The weights do not fit {GetType().Name}: {Count(missing, "missing")} and {Count(unexpected, "unexpected")}.");
        }

        (string Name, Tensor Target, Tensor Source)[] pairs =
            [.. own.Where(entry => state.ContainsKey(entry.Key)).Select(entry => (entry.Key, entry.Value, state[entry.Key]))];
        foreach ((string name, Tensor target, Tensor source) in pairs)
        {
            if (!target.Shape.SequenceEqual(source.Shape))
                throw new UserErrorException($"The weights do not fit {GetType().Name}: {name} has shape ({string.Join(", ", source.Shape)}), " +
                    $"the model needs ({string.Join(", ", target.Shape)}).");
        }
        using (Grad.Disabled())
        {
            foreach ((_, Tensor target, Tensor source) in pairs)
                target.CopyInPlace(source);
        }
    }

    /// <summary>Moves parameters and buffers to a device; references to them stay valid.</summary>
    public void To(Device device)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            foreach (Tensor tensor in StateDict().Values)
                s_setData.InvokeInPlace(tensor, tensor.To(device));
        }
    }

    /// <summary>Clears the gradients of all parameters, so that the next backward pass starts afresh.</summary>
    public void ZeroGrad() => Gradients.Clear(Parameters());

    /// <summary>Frees the tensors of this module and those inside.</summary>
    public void Dispose()
    {
        foreach ((_, Tensor tensor) in _parameters.Concat(_buffers))
            tensor.Dispose();
        foreach ((_, Module module) in _modules)
            module.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a module a named part of this one.</summary>
    /// <returns>The module.</returns>
    protected T RegisterModule<T>(string name, T module) where T : Module
    {
        CheckName(name);
        module._name = name;
        _modules.Add((name, module));
        return module;
    }

    /// <summary>Makes a tensor a trained parameter; it leaves its scope and the module owns it.</summary>
    /// <returns>The tensor.</returns>
    protected Tensor RegisterParameter(string name, Tensor tensor)
    {
        CheckName(name);
        tensor.Scope = null;
        tensor.RequiresGrad = true;
        _parameters.Add((name, tensor));
        return tensor;
    }

    /// <summary>Makes a tensor part of the state that is not trained; it leaves its scope and the module owns it.</summary>
    /// <returns>The tensor.</returns>
    protected Tensor RegisterBuffer(string name, Tensor tensor)
    {
        CheckName(name);
        tensor.Scope = null;
        _buffers.Add((name, tensor));
        return tensor;
    }

    /// <summary>
    /// Encloses a forward pass: an <see cref="OperatorRecorder"/> learns the module's name. <see cref="Module{TInput, TOutput}"/>
    /// does so by itself; a module with another signature writes <c>using var call = Enter();</c> first.
    /// </summary>
    protected ModuleCall Enter() => new(_name);

    private static readonly Operator s_setData = new("aten::set_data");

    private static string Count(string[] names, string what) => names.Length == 0
        ? $"nothing {what}"
        : $"{names.Length} {what} ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? ", ..." : "")})";

    private void CheckName(string name)
    {
        if (name.Length == 0 || name.Contains('.'))
            throw new ArgumentException("A name must not be empty or hold a dot.", nameof(name));
        if (_parameters.Concat(_buffers).Any(entry => entry.Name == name) || _modules.Any(entry => entry.Name == name))
            throw new ArgumentException($"The name {name} is taken in {GetType().Name}.", nameof(name));
    }

    private IEnumerable<(string Name, Tensor Tensor)> Named(Func<Module, List<(string Name, Tensor Tensor)>> tensorsOf) =>
        NamedModules().SelectMany(entry => tensorsOf(entry.Module).Select(tensor => (Join(entry.Name, tensor.Name), tensor.Tensor)));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
