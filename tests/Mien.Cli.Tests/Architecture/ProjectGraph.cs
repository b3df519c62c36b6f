using System.Xml.Linq;

namespace Mien.Cli.Tests.Architecture;

/// <summary>The projects under src and what each references, read from the project files.</summary>
internal sealed class ProjectGraph
{
    private readonly Dictionary<string, IReadOnlyList<string>> _references;

    private ProjectGraph(Dictionary<string, IReadOnlyList<string>> references) => _references = references;

    public IEnumerable<string> Projects => _references.Keys;

    public static ProjectGraph Load()
    {
        IEnumerable<string> files = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));
        return new ProjectGraph(files.ToDictionary(file => Path.GetFileNameWithoutExtension(file), ReferencesIn));
    }

    public IReadOnlyList<string> DirectReferences(string project) => _references[project];

    public IReadOnlySet<string> AllReferences(string project)
    {
        HashSet<string> all = [];
        Queue<string> open = new(_references[project]);
        while (open.TryDequeue(out string? reference))
        {
            if (!all.Add(reference))
                continue;
            foreach (string next in _references[reference])
                open.Enqueue(next);
        }
        return all;
    }

    private static IReadOnlyList<string> ReferencesIn(string projectFile) =>
    [
        .. XDocument.Load(projectFile).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))),
    ];
}
