using System.Text.RegularExpressions;

namespace Mien.Cli.Tests.Architecture;

/// <summary>The rules of docs/ARCHITECTURE.md that a compiler does not keep.</summary>
public sealed partial class DependencyTests
{
    private const int MaxLines = 400;

    /// <summary>Every project, lowest first: a project may reference only projects before it.</summary>
    private static readonly string[] s_order =
    [
        "Mien.Core", "Mien.ShippedModels",
        "Mien.Interop.OpenCv", "Mien.Interop.OnnxRuntime", "Mien.Interop.Sqlite", "Mien.Interop.Torch",
        "Mien.Preprocessing", "Mien.Media", "Mien.Vision", "Mien.Synchronization",
        "Mien.Torch", "Mien.Data", "Mien.Models", "Mien.Training", "Mien.Export",
        "Mien.Inference", "Mien.Reporting", "Mien.Analysis", "Mien.Server",
        "Mien.Cli",
    ];

    private static readonly string[] s_torchSide = ["Mien.Interop.Torch", "Mien.Torch", "Mien.Data", "Mien.Models", "Mien.Training", "Mien.Export"];
    private static readonly string[] s_inferenceSide = ["Mien.Inference", "Mien.Reporting", "Mien.Analysis", "Mien.Server"];

    private static readonly ProjectGraph s_graph = ProjectGraph.Load();

    [Fact]
    public void Every_project_has_its_place_in_the_order() =>
        Assert.Empty(s_graph.Projects.Except(s_order));

    [Fact]
    public void Dependencies_point_one_way()
    {
        IEnumerable<string> wrong =
            from project in s_graph.Projects
            from reference in s_graph.DirectReferences(project)
            where Array.IndexOf(s_order, reference) >= Array.IndexOf(s_order, project)
            select $"{project} -> {reference}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_but_the_torch_side_and_the_command_line_reaches_libtorch()
    {
        IEnumerable<string> wrong =
            from project in s_graph.Projects.Except([.. s_torchSide, "Mien.Cli"])
            from reference in s_graph.AllReferences(project).Intersect(s_torchSide)
            select $"{project} -> {reference}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_torch_side_does_not_know_the_inference_side()
    {
        IEnumerable<string> wrong =
            from project in s_graph.Projects.Intersect(s_torchSide)
            from reference in s_graph.AllReferences(project).Intersect(s_inferenceSide)
            select $"{project} -> {reference}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_built_analysis_assembly_loads_no_torch_assembly()
    {
        HashSet<string> seen = [];
        Queue<string> open = new(["Mien.Analysis"]);
        while (open.TryDequeue(out string? name))
        {
            if (!seen.Add(name))
                continue;
            foreach (string reference in System.Reflection.Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(reference => reference.StartsWith("Mien.", StringComparison.Ordinal)))
                open.Enqueue(reference);
        }
        Assert.Contains("Mien.Core", seen);
        Assert.Empty(seen.Intersect(s_torchSide));
    }

    [Fact]
    public void Only_interop_projects_hold_unsafe_code()
    {
        IEnumerable<string> wrong = SourceTree.Files("*.cs", "src")
            .Where(file => !Path.GetRelativePath(Repository.Root, file).StartsWith("src/Mien.Interop.", StringComparison.Ordinal))
            .Where(file => UnsafeCode().IsMatch(File.ReadAllText(file)));
        Assert.Empty(wrong);
        Assert.DoesNotContain(SourceTree.Files("*.csproj", "src", "tests"), file => File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        string[] files = [.. SourceTree.Files("*.cs", "src", "tests", "samples"), .. SourceTree.Files("*.cpp", "native"), .. SourceTree.Files("*.h", "native"), .. SourceTree.Files("*.sh", "eng"), .. SourceTree.Files("*.ts", "web"), .. SourceTree.Files("*.css", "web")];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadLines(file).Count() > MaxLines);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Mien.slnx"));
        Assert.DoesNotContain(SourceTree.Files("*.csproj", "src", "tests", "benchmarks", "samples"), file => !solution.Contains(Path.GetRelativePath(Repository.Root, file), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bunsafe\s+(?:\w+\s+)*[\w{]|\bfixed\s*\(|\bUnsafe\.\w+|\bMemoryMarshal\.GetReference\b")]
    private static partial Regex UnsafeCode();
}
