using Mien.Core;
using Mien.Training.Configuration;

namespace Mien.Training.Transfer;

/// <summary>Names of a model's parts in configs.</summary>
internal static class ModuleNames
{
    /// <summary>Whether a parameter belongs to a module or to one inside it.</summary>
    public static bool IsWithin(string parameter, string module) => parameter.StartsWith(module, StringComparison.Ordinal) && parameter.Length > module.Length && parameter[module.Length] == '.';

    /// <summary>The error of a config that names a module which the model does not have.</summary>
    public static UserErrorException Unknown(string setting, string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string parts = string.Join(", ", names.Where(part => !part.Contains('.')));
        return new UserErrorException($"{setting} names the module {name}, which the model does not have; its parts are {parts}, and the nearest name is {ConfigNames.Nearest(name, names)}.");
    }
}
