using Mien.Core;
using Mien.Torch;

namespace Mien.Training.Transfer;

/// <summary>Parts of a model that a run leaves as they are: their weights get no gradients, and their batch norms keep their statistics.</summary>
public sealed class FrozenModules
{
    private readonly Module[] _modules;

    /// <summary>Freezes modules.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">Dotted names of modules, such as <c>encoder</c> or <c>encoder.features.0</c>.</param>
    /// <exception cref="UserErrorException">The model has no module of a name, or nothing would be left to train.</exception>
    public FrozenModules(Module model, IReadOnlyList<string> names)
    {
        Dictionary<string, Module> modules = model.NamedModules().Where(entry => entry.Name.Length > 0).ToDictionary(entry => entry.Name, entry => entry.Module);
        _modules = [.. names.Select(name => modules.TryGetValue(name, out Module? module) ? module : throw ModuleNames.Unknown("freeze", name, modules.Keys))];
        foreach (Tensor parameter in _modules.SelectMany(module => module.Parameters()))
            parameter.RequiresGrad = false;
        if (names.Count > 0 && !model.Parameters().Any(parameter => parameter.RequiresGrad))
            throw new UserErrorException($"freeze ({string.Join(", ", names)}) leaves nothing to train; take a name out.");
    }

    /// <summary>Switches the frozen modules to evaluation; to be called whenever the model was switched to training.</summary>
    public void Hold()
    {
        foreach (Module module in _modules)
            module.Eval();
    }
}
