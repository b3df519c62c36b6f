using System.Globalization;

namespace Mien.Torch;

/// <summary>Finds the tensors in what a pickle holds.</summary>
internal static class PickleTensors
{
    private const int MaxDepth = 32;
    private const int MaxValues = 1_000_000;

    /// <summary>Tensors by dotted name, in the pickle's order.</summary>
    /// <exception cref="FormatException">The values nest too deeply or are too many: they refer to each other.</exception>
    public static OrderedDictionary<string, PickleTensor> Find(object? root)
    {
        OrderedDictionary<string, PickleTensor> found = [];
        int visited = 0;
        Visit(root, "", 0, found, ref visited);
        return found;
    }

    private static void Visit(object? value, string name, int depth, OrderedDictionary<string, PickleTensor> found, ref int visited)
    {
        if (depth > MaxDepth || ++visited > MaxValues)
            throw new FormatException("its values nest too deeply or are too many");
        switch (value)
        {
            case PickleTensor tensor:
                found.TryAdd(name, tensor);
                break;
            case OrderedDictionary<string, object?> dictionary:
                foreach ((string key, object? inner) in dictionary)
                    Visit(inner, name.Length == 0 ? key : $"{name}.{key}", depth + 1, found, ref visited);
                break;
            case IReadOnlyList<object?> list:
                for (int i = 0; i < list.Count; i++)
                    Visit(list[i], string.Create(CultureInfo.InvariantCulture, $"{name}{(name.Length == 0 ? "" : ".")}{i}"), depth + 1, found, ref visited);
                break;
        }
    }
}
