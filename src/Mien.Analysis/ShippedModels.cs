namespace Mien.Analysis;

/// <summary>
/// The models that come with Mien: <c>models/*face-emotion*.onnx</c>, <c>models/*speech-emotion*.onnx</c>, <c>models/*face-detector*.onnx</c> and
/// <c>models/*face-landmarks*.onnx</c>;
/// of several the last by name, which is the newest version.
/// </summary>
public static class ShippedModels
{
    /// <summary>The folder of the models, or null where there is none: `MIEN_HOME`/models, or the nearest `models` from the program's folder upwards.</summary>
    public static string? Folder
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

    /// <summary>The face detector, or null where none is there.</summary>
    public static string? FaceDetector => Folder is { } folder ? Last(folder, "*face-detector*.onnx") : null;

    /// <summary>The landmark network, or null where none is there.</summary>
    public static string? FaceLandmarks => Folder is { } folder ? Last(folder, "*face-landmarks*.onnx") : null;

    /// <summary>The emotion models for the given tasks that are there, at most one of each.</summary>
    /// <param name="face">Whether a face model is wanted.</param>
    /// <param name="speech">Whether a speech model is wanted.</param>
    public static IReadOnlyList<string> Find(bool face, bool speech)
    {
        if (Folder is not { } folder)
            return [];
        return [.. new[] { face ? Last(folder, "*face-emotion*.onnx") : null, speech ? Last(folder, "*speech-emotion*.onnx") : null }.OfType<string>()];
    }

    private static string? Last(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).LastOrDefault();
}
