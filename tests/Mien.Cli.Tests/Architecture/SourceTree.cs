namespace Mien.Cli.Tests.Architecture;

/// <summary>The files of the clone that people write.</summary>
internal static class SourceTree
{
    /// <summary>Full paths of the files of some folders of the clone, nothing built or installed among them.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders.Select(folder => Path.Combine(Repository.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"));
}
