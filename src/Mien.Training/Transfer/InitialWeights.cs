using Mien.Core;
using Mien.Torch;
using Mien.Training.Checkpoints;

namespace Mien.Training.Transfer;

/// <summary>Starts a model from weights trained before, taking what fits by name and shape.</summary>
public static class InitialWeights
{
    /// <summary>Copies matching weights into a model.</summary>
    /// <param name="path">A .safetensors file, or a PyTorch .pth or .pt file. Of a run's checkpoint, the averaged weights are taken.</param>
    /// <param name="model">Takes the weights.</param>
    /// <param name="strict">Whether every weight of the model must be in the file.</param>
    /// <returns>What matched and what did not, in words, for people to check.</returns>
    /// <exception cref="UserErrorException">The file is unreadable, nothing matches, or, where strict, something is missing.</exception>
    public static string Load(string path, Module model, bool strict = false)
    {
        using TensorScope scope = TensorScope.Begin();
        OrderedDictionary<string, Tensor> weights = Path.GetExtension(path) is ".pth" or ".pt" ? PyTorchCheckpoint.Load(path) : SafeTensors.Load(path);
        weights = RunCheckpoint.PlainWeights(weights);
        OrderedDictionary<string, Tensor> own = model.StateDict();
        OrderedDictionary<string, Tensor> fitting = new(weights.Where(entry => own.TryGetValue(entry.Key, out Tensor? target) && target.Shape.SequenceEqual(entry.Value.Shape)));
        if (fitting.Count == 0)
            throw new UserErrorException($"No weight in {path} fits the model by name and shape; check initial_weights.");
        string[] random = [.. own.Keys.Where(name => !fitting.ContainsKey(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        string[] otherShape = [.. weights.Keys.Where(name => own.ContainsKey(name) && !fitting.ContainsKey(name))];
        string[] unused = [.. weights.Keys.Where(name => !own.ContainsKey(name))];
        if (strict && random.Length > 0)
            throw new UserErrorException($"The weights in {path} do not hold all of the model: {Some(random)} {(random.Length == 1 ? "is" : "are")} missing or of another shape; set strict_weights to false to leave them random.");
        model.LoadStateDict(fitting, strict: false);
        return $"Initial weights from {path}: {fitting.Count} of {own.Count} tensors taken{Part(random, "left random")}{Part(otherShape, "in the file of another shape")}{Part(unused, "in the file not used")}.";
    }

    private static string Part(string[] names, string what) => names.Length > 0 ? $"; {names.Length} {what} ({Some(names)})" : "";

    // Whole modules say more than their tensors' names.
    private static string Some(string[] names)
    {
        const int Most = 6;
        string[] modules = [.. names.Select(name => name.LastIndexOf('.') is > 0 and int dot ? name[..dot] : name).Distinct()];
        return string.Join(", ", modules.Take(Most)) + (modules.Length > Most ? $" and {modules.Length - Most} more" : "");
    }
}
