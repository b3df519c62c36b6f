using System.Reflection;

namespace Mien.Core;

/// <summary>The version of this program.</summary>
public static class MienVersion
{
    /// <summary>The version, with the commit that it was built from where that is known, for example <c>0.1.0+3fab2ea...</c>.</summary>
    public static string Current { get; } = typeof(MienVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
