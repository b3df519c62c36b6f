using System.Reflection;
using System.Text.Json.Serialization;

namespace Mien.Training.Configuration;

/// <summary>
/// The records that a section of a config can be, told apart by one key. They are declared as for JSON: by
/// <see cref="JsonPolymorphicAttribute"/> (the key) and <see cref="JsonDerivedTypeAttribute"/> (value and record) on the section's base record.
/// </summary>
/// <param name="Key">The key that chooses.</param>
/// <param name="Types">Record by value of the key.</param>
internal sealed record ConfigKinds(string Key, IReadOnlyDictionary<string, Type> Types)
{
    /// <summary>The kinds of a base record, or null where it is no base.</summary>
    public static ConfigKinds? Of(Type type)
    {
        if (type.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false) is not { } polymorphic)
            return null;
        Dictionary<string, Type> types = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => kind.DerivedType);
        return new ConfigKinds(polymorphic.TypeDiscriminatorPropertyName ?? "kind", types);
    }
}
