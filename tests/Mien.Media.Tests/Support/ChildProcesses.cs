namespace Mien.Media.Tests.Support;

/// <summary>The child processes of this test program, from /proc.</summary>
public static class ChildProcesses
{
    /// <summary>Names of the children that FFmpeg's programs are, dead ones that nobody waited for included.</summary>
    public static IReadOnlyList<string> OfFfmpeg()
    {
        List<string> children = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                string name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
                int parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
                if (parent == Environment.ProcessId && name.StartsWith("ff", StringComparison.Ordinal))
                    children.Add($"{name} {Path.GetFileName(folder)}");
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return children;
    }
}
