using Mien.Core;
using Mien.Torch;
using Mien.Training.Checkpoints;

namespace Mien.Training;

/// <summary>Starts a model from weights trained before, taking what fits by name and shape.</summary>
public static class InitialWeights
{
    /// <summary>Copies matching weights into a model.</summary>
    /// <param name="path">A .safetensors file, or a PyTorch .pth or .pt file. Of a run's checkpoint, the averaged weights are taken.</param>
    /// <param name="model">Takes the weights.</param>
    /// <returns>One sentence that says what matched.</returns>
    /// <exception cref="UserErrorException">The file is unreadable or nothing matches.</exception>
    public static string Load(string path, Module model)
    {
        using TensorScope scope = TensorScope.Begin();
        OrderedDictionary<string, Tensor> weights = Path.GetExtension(path) is ".pth" or ".pt" ? PyTorchCheckpoint.Load(path) : SafeTensors.Load(path);
        weights = RunCheckpoint.PlainWeights(weights);
        OrderedDictionary<string, Tensor> own = model.StateDict();
        OrderedDictionary<string, Tensor> fitting = new(weights.Where(entry => own.TryGetValue(entry.Key, out Tensor? target) && target.Shape.SequenceEqual(entry.Value.Shape)));
        if (fitting.Count == 0)
            throw new UserErrorException($"No weight in {path} fits the model by name and shape; check initial_weights.");
        model.LoadStateDict(fitting, strict: false);
        return $"Initial weights from {path}: {fitting.Count} of {own.Count} tensors taken, {own.Count - fitting.Count} left random, {weights.Count - fitting.Count} in the file not used.";
    }
}
