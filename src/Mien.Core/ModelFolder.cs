namespace Mien.Core;

/// <summary>The folder of the models that come with Mien.</summary>
public static class ModelFolder
{
    /// <summary>The folder, or null where there is none: `MIEN_HOME`/models, or the nearest `models` with ONNX files from the program's folder upwards.</summary>
    public static string? FullPath
    {
        get
        {
            if (Environment.GetEnvironmentVariable("MIEN_HOME") is { Length: > 0 } home && Directory.Exists(Path.Combine(home, "models")))
                return Path.Combine(home, "models");
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "models");
                if (Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, "*.onnx").Any())
                    return candidate;
            }
            return null;
        }
    }

    /// <summary>The file whose name holds a word, of several the last by name, which is the newest version; null where none is there.</summary>
    /// <param name="word">For example face-detector.</param>
    public static string? Find(string word) => FullPath is { } folder ? Directory.EnumerateFiles(folder, $"*{word}*.onnx").Order(StringComparer.Ordinal).LastOrDefault() : null;
}
