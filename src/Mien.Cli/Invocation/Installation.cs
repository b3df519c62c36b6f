namespace Mien.Cli.Invocation;

/// <summary>The folders of this installation: the clone of the repository that the program was built in.</summary>
internal static class Installation
{
    /// <summary>The repository's root: what the launcher says, or the folder above the program that holds the shipped models.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The models that ship with Mien.</summary>
    public static string ModelsFolder => Path.Combine(Root, "models");

    /// <summary>What the launcher built and installed.</summary>
    public static string StateFolder => Path.Combine(Root, ".mien");

    /// <summary>The web application, as the launcher built it.</summary>
    public static string WebFolder => Path.Combine(StateFolder, "web");

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("MIEN_HOME") is { Length: > 0 } home)
            return Path.GetFullPath(home);
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mien.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
