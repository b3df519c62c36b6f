using System.Reflection;
using System.Runtime.InteropServices;

namespace Mien.Core;

/// <summary>
/// Finds the native libraries that `./mien` builds or installs, or that came with a package. Search order: the environment variable that
/// names the file, `MIEN_HOME`/.mien/native, then where the application keeps the native parts of its packages and the application's
/// own folder, then `.mien/native` in the folders from there upwards.
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
            ?? throw new UserErrorException($"The native library {fileName} for {RuntimeInformation.RuntimeIdentifier} was not found; in a clone of Mien run `./mien build`, in an application add the package that carries it.");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new UserErrorException(NativeLibraryFailure.Describe(path, error.Message), error);
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
        Register(assembly, new Dictionary<string, string?> { [libraryName] = environmentVariable });

    /// <summary>The same for several libraries of one assembly, each with the variable that names another file, or null.</summary>
    public static void Register(Assembly assembly, IReadOnlyDictionary<string, string?> variables) =>
        NativeLibrary.SetDllImportResolver(assembly, (name, _, _) =>
            variables.TryGetValue(name, out string? variable) ? Load($"lib{name}.so", variable) : nint.Zero);

    private static IEnumerable<string> CandidateFolders()
    {
        if (Environment.GetEnvironmentVariable("MIEN_HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".mien", "native");
        // What the host read in the application's .deps.json: its packages' folders for this kind of machine.
        foreach (string folder in (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        yield return AppContext.BaseDirectory;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, ".mien", "native");
    }
}
