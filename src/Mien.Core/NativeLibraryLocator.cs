using System.Reflection;
using System.Runtime.InteropServices;

namespace Mien.Core;

/// <summary>
/// Finds the native libraries that `./mien` builds or installs. Search order: the environment variable that names
/// the file, `MIEN_HOME`/.mien/native, then `.mien/native` in the folders from the program's own upwards, then the program's own folder.
/// </summary>
public static class NativeLibraryLocator
{
    /// <summary>Loads a library, or says in one sentence what is missing.</summary>
    /// <param name="fileName">File name, for example <c>libmien_torch.so</c>.</param>
    /// <param name="environmentVariable">Variable that names another file, or null.</param>
    /// <exception cref="UserErrorException">The library is not found or does not load.</exception>
    public static nint Load(string fileName, string? environmentVariable = null)
    {
        string path = Find(fileName, environmentVariable)
            ?? throw new UserErrorException($"The native library {fileName} was not found; run `./mien doctor` to see what is missing.");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new UserErrorException($"The native library {path} does not load ({error.Message.ReplaceLineEndings(" ")}); run `./mien doctor`.", error);
        }
    }

    /// <summary>Full path of a library, or null where it is not found.</summary>
    public static string? Find(string fileName, string? environmentVariable = null)
    {
        if (environmentVariable is not null && Environment.GetEnvironmentVariable(environmentVariable) is { Length: > 0 } named)
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : throw new UserErrorException($"{environmentVariable} names {named}, which does not exist; correct it or unset it.");
        return CandidateFolders().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
    }

    /// <summary>Sends every P/Invoke of <paramref name="assembly"/> that names <paramref name="libraryName"/> to the library found here.</summary>
    public static void Register(Assembly assembly, string libraryName, string? environmentVariable = null) =>
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) =>
            name == libraryName ? Load($"lib{libraryName}.so", environmentVariable) : nint.Zero);

    private static IEnumerable<string> CandidateFolders()
    {
        if (Environment.GetEnvironmentVariable("MIEN_HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".mien", "native");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, ".mien", "native");
        yield return AppContext.BaseDirectory;
    }
}
