using Mien.Core;
using Mien.Export.Onnx;

namespace Mien.Export.Tracing;

/// <summary>Finds which sizes of its inputs a model leaves free: those with which it can be traced and written.</summary>
internal static class FreeSizeSearch
{
    /// <summary>Makes the graph with as many free sizes as the model allows.</summary>
    /// <param name="inputs">The model's inputs.</param>
    /// <param name="convert">Traces the model with sizes of these names free, varied by so much, and makes the graph.</param>
    /// <exception cref="UserErrorException">The model cannot be exported even with fixed sizes.</exception>
    public static (OnnxGraph Graph, IReadOnlyList<InputSize> Sizes) Run(IReadOnlyList<TracedInput> inputs, Func<IReadOnlyList<string>, long, OnnxGraph> convert)
    {
        InputDimension[] named = [.. inputs.SelectMany(input => input.Sample).Where(dimension => dimension.Name is not null).DistinctBy(dimension => dimension.Name)];
        string[] all = [.. named.Select(dimension => dimension.Name!)];
        if ((TryConvert(all, FreeSize.OddStep, out _) ?? TryConvert(all, FreeSize.EvenStep, out _)) is { } open)
            return (open, [.. named.Select(dimension => new InputSize(dimension.Name!, dimension.Size, null))]);

        OnnxGraph graph = convert([], FreeSize.OddStep); // what cannot be exported at any size is told here
        List<string> free = [];
        List<InputSize> sizes = [];
        foreach ((long size, string? name) in named)
        {
            OnnxGraph? wider = TryConvert([.. free, name!], FreeSize.EvenStep, out string? reason);
            sizes.Add(new InputSize(name!, size, reason));
            if (wider is null)
                continue;
            graph = wider;
            free.Add(name!);
        }
        return (graph, sizes);

        OnnxGraph? TryConvert(IReadOnlyList<string> names, long step, out string? reason)
        {
            try
            {
                (OnnxGraph converted, reason) = (convert(names, step), null);
                return converted;
            }
            catch (UserErrorException error)
            {
                reason = error.Message;
            }
            catch (NativeException error)
            {
                reason = $"torch does not run the model with another {names[^1]} ({Reason(error)}).";
            }
            return null;
        }
    }

    /// <summary>The first line of the engine's own message.</summary>
    private static string Reason(NativeException error) =>
        error.Message.Replace($"{error.Engine}: {error.Function}: ", "", StringComparison.Ordinal).Split('\n', 2)[0].TrimEnd();
}
