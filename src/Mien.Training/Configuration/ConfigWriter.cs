using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mien.Training.Configuration;

/// <summary>Writes option records as the YAML that <see cref="ConfigReader"/> and <see cref="ConfigBinder"/> turn into the same records.</summary>
public static class ConfigWriter
{
    /// <summary>All settings of a record, defaults included; records in lists are written on one line.</summary>
    public static string Write(object options)
    {
        StringBuilder yaml = new();
        WriteRecord(yaml, options, options.GetType(), indent: 0);
        return yaml.ToString();
    }

    private static void WriteRecord(StringBuilder yaml, object record, Type declared, int indent)
    {
        if (ConfigKinds.Of(declared) is { } kinds)
            WriteLine(yaml, indent, $"{kinds.Key}: {kinds.Types.First(kind => kind.Value == record.GetType()).Key}");
        foreach (PropertyInfo property in ConfigBinder.Properties(record.GetType()))
        {
            string key = ConfigNames.ToConfig(property.Name);
            object? value = property.GetValue(record);
            if (value is not null and not string and not IList && value.GetType().IsClass)
            {
                WriteLine(yaml, indent, $"{key}:");
                WriteRecord(yaml, value, property.PropertyType, indent + 2);
            }
            else
            {
                WriteLine(yaml, indent, $"{key}: {Format(value)}");
            }
        }
    }

    // Within a list only the record itself says which of its base record's kinds it is.
    private static IEnumerable<string> FormatKind(Type record)
    {
        for (Type? declared = record.BaseType; declared is not null; declared = declared.BaseType)
            if (ConfigKinds.Of(declared) is { } kinds)
                return [$"{kinds.Key}: {kinds.Types.First(kind => kind.Value == record).Key}"];
        return [];
    }

    private static void WriteLine(StringBuilder yaml, int indent, string line) => yaml.Append(' ', indent).Append(line).Append('\n');

    private static string Format(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        Enum name => ConfigNames.ToConfig(name.ToString()),
        IList list => $"[{string.Join(", ", list.Cast<object?>().Select(Format))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{{{string.Join(", ", [.. FormatKind(value.GetType()), .. ConfigBinder.Properties(value.GetType()).Select(property => $"{ConfigNames.ToConfig(property.Name)}: {Format(property.GetValue(value))}")])}}}",
    };
}
