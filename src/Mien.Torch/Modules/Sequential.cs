namespace Mien.Torch;

/// <summary>Modules one after another, named 0, 1, 2 and so on, as PyTorch names them.</summary>
public class Sequential : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> _modules = [];

    /// <summary>Makes the sequence, which owns the modules.</summary>
    public Sequential(params IEnumerable<Module<Tensor, Tensor>> modules)
    {
        foreach (Module<Tensor, Tensor> module in modules)
            Add(module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>One of the modules.</summary>
    public Module<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>Adds a module at the end, under the next number.</summary>
    public void Add(Module<Tensor, Tensor> module) =>
        _modules.Add(RegisterModule(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module));

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        TensorScope? scope = TensorScope.Current;
        Tensor current = input;
        foreach (Module<Tensor, Tensor> module in _modules)
        {
            Tensor next = module.Forward(current);
            if (next != current)
                scope?.Free(current);
            current = next;
        }
        return current;
    }
}
