using System.Text.RegularExpressions;
using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training.Transfer;

/// <summary>
/// Parameters by learning rate: each module's factor, and a decay from the last layer to the first (Howard and Ruder, "Universal
/// language model fine-tuning", ACL 2018), so that what was learned before changes less than what is new.
/// </summary>
internal static partial class LayerRates
{
    /// <summary>Groups the parameters that are trained; biases and normalisation, whose weight decay would only do harm, apart from the others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Rates and decay.</param>
    /// <exception cref="Core.UserErrorException">A factor names a module that the model does not have.</exception>
    public static IEnumerable<ParameterGroup> Group(Module model, OptimizerOptions options)
    {
        (string Name, Tensor Tensor)[] trained = [.. model.NamedParameters().Where(parameter => parameter.Tensor.RequiresGrad)];
        string[] modules = [.. model.NamedModules().Select(entry => entry.Name).Where(name => name.Length > 0)];
        foreach (RateFactorOptions factor in options.RateFactors)
            if (!modules.Contains(factor.Module))
                throw ModuleNames.Unknown("optimizer.rate_factors", factor.Module, modules);

        string[] layers = [.. model.NamedParameters().Select(parameter => LayerOf(parameter.Name)).Distinct()];
        foreach (IGrouping<double, (string Name, Tensor Tensor)> rate in trained.GroupBy(parameter => FactorOf(parameter.Name, layers, options)))
            foreach (bool decays in (bool[])[true, false])
                if (rate.Where(parameter => parameter.Tensor.Rank > 1 == decays).Select(parameter => parameter.Tensor).ToArray() is { Length: > 0 } tensors)
                    yield return new ParameterGroup(tensors, options.LearningRate * rate.Key, decays ? options.WeightDecay : 0);
    }

    // The most particular module's factor counts, and the layer's distance from the last one.
    private static double FactorOf(string parameter, string[] layers, OptimizerOptions options)
    {
        double factor = options.RateFactors.Where(factor => ModuleNames.IsWithin(parameter, factor.Module)).MaxBy(factor => factor.Module.Length)?.Factor ?? 1;
        return options.LayerDecay == 1 ? factor : factor * Math.Pow(options.LayerDecay, layers.Length - 1 - Array.IndexOf(layers, LayerOf(parameter)));
    }

    // encoder.features.3.0.block.1.weight is of the layer encoder.features.3; head.weight of the layer head.
    private static string LayerOf(string parameter) => Numbered().Match(parameter) is { Success: true } match ? match.Value : parameter.Split('.')[0];

    [GeneratedRegex(@"^[^0-9]*?\.[0-9]+(?=\.)")]
    private static partial Regex Numbered();
}
