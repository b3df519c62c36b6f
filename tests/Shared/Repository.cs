namespace Mien.Testing;

/// <summary>The clone that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>NASA's public-domain portrait, where `./mien test` and `./mien demo` put it.</summary>
    public static string Portrait { get; } = Path.Combine(Root, ".mien", "demo", "portrait.png");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mien.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Mien.slnx.");
    }
}
