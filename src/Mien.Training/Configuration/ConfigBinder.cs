using System.Collections;
using System.Globalization;
using System.Reflection;
using Mien.Core;

namespace Mien.Training.Configuration;

/// <summary>
/// Makes typed option records of a config tree: each key sets the property of that name, absent keys keep the
/// property's default. Unknown keys and wrong types are errors that say where. A record with a method <c>Validate()</c>
/// has it called. Where a section can be one of several records (<see cref="ConfigKinds"/>), one of its keys chooses.
/// </summary>
public static class ConfigBinder
{
    /// <summary>Makes a record of a tree.</summary>
    /// <exception cref="UserErrorException">A key is unknown, a value has the wrong type or is out of range.</exception>
    public static T Bind<T>(ConfigMapping config) => (T)BindRecord(config, typeof(T), "");

    private static object BindRecord(ConfigMapping mapping, Type type, string path)
    {
        ConfigKinds? kinds = ConfigKinds.Of(type);
        Type chosen = kinds is null ? type : ChooseKind(mapping, kinds, path);
        object record = Activator.CreateInstance(chosen)!;
        Dictionary<string, PropertyInfo> properties = Properties(chosen).ToDictionary(property => ConfigNames.ToConfig(property.Name));
        foreach ((string key, ConfigNode value) in mapping.Entries)
        {
            if (key == kinds?.Key)
                continue;
            if (!properties.TryGetValue(key, out PropertyInfo? property))
                throw UnknownKey(value.Location, path + key, properties.Keys);
            property.SetValue(record, BindValue(value, property.PropertyType, path + key, new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable));
        }
        Validate(record, mapping, path, properties.Keys);
        return record;
    }

    /// <summary>The settable properties of an option record, in the order declared, those of base records first.</summary>
    internal static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .OrderBy(property => Depth(property.DeclaringType!))
        .ThenBy(property => property.MetadataToken);

    private static int Depth(Type type) => type.BaseType is { } below ? Depth(below) + 1 : 0;

    private static Type ChooseKind(ConfigMapping mapping, ConfigKinds kinds, string path)
    {
        string known = string.Join(", ", kinds.Types.Keys);
        if (mapping.Entries.GetValueOrDefault(kinds.Key) is not ConfigScalar { Text: { } name } scalar)
            throw new UserErrorException($"{mapping.Location}: {path}{kinds.Key} is missing; it is one of {known}.");
        return kinds.Types.GetValueOrDefault(name)
            ?? throw new UserErrorException($"{scalar.Location}: {path}{kinds.Key} {name} is unknown; it is one of {known}.");
    }

    private static object? BindValue(ConfigNode node, Type type, string path, bool nullable)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        if (node is ConfigScalar { Text: null })
            return nullable || inner != type ? null : throw WrongType(node, path, Describe(inner));
        if (ItemType(inner) is { } itemType)
            return BindList(node, itemType, path);
        if (node is ConfigMapping mapping && inner.IsClass && inner != typeof(string))
            return BindRecord(mapping, inner, path + ".");
        return node is ConfigScalar { Text: { } text } && ParseScalar(text, inner) is { } value ? value : throw WrongType(node, path, Describe(inner));
    }

    private static IList BindList(ConfigNode node, Type itemType, string path)
    {
        if (node is not ConfigSequence sequence)
            throw WrongType(node, path, $"a list, each item {Describe(itemType)}");
        Array items = Array.CreateInstance(itemType, sequence.Items.Count);
        for (int index = 0; index < items.Length; index++)
            items.SetValue(BindValue(sequence.Items[index], itemType, $"{path}[{index}]", nullable: false), index);
        return items;
    }

    private static Type? ItemType(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GenericTypeArguments[0] : null;

    private static object? ParseScalar(string text, Type type)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return text switch { "true" => true, "false" => false, _ => null };
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().FirstOrDefault(value => ConfigNames.ToConfig(value.ToString()!) == text);
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? whole : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large) ? large : null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            return null;
        return type == typeof(double) ? number : type == typeof(float) ? (float)number : null;
    }

    private static void Validate(object record, ConfigMapping mapping, string path, IEnumerable<string> keys)
    {
        try
        {
            record.GetType().GetMethod("Validate", Type.EmptyTypes)?.Invoke(record, null);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is ArgumentException or UserErrorException)
        {
            Exception error = failure.InnerException;
            string? key = error is ArgumentException argument && argument.ParamName is { } name && keys.Contains(ConfigNames.ToConfig(name)) ? ConfigNames.ToConfig(name) : null;
            ConfigLocation location = key is not null && mapping.Entries.TryGetValue(key, out ConfigNode? node) ? node.Location : mapping.Location;
            string message = error.Message.ReplaceLineEndings("\n").Split('\n')[0];
            throw new UserErrorException($"{location}: {path}{key ?? ""}: {message}", error);
        }
    }

    private static UserErrorException UnknownKey(ConfigLocation location, string path, IEnumerable<string> known)
    {
        string key = path[(path.LastIndexOf('.') + 1)..];
        return new UserErrorException($"{location}: the key {path} is unknown; did you mean {path[..^key.Length]}{ConfigNames.Nearest(key, known)}?");
    }

    private static UserErrorException WrongType(ConfigNode node, string path, string expected)
    {
        string found = node switch
        {
            ConfigScalar { Text: null } => "nothing",
            ConfigScalar scalar => $"\"{scalar.Text}\"",
            ConfigSequence => "a list",
            _ => "a mapping",
        };
        return new UserErrorException($"{node.Location}: {path} must be {expected}, not {found}.");
    }

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(float) || type == typeof(double) => "a number",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type).Select(ConfigNames.ToConfig))}",
        _ => "a mapping of keys to values",
    };
}
