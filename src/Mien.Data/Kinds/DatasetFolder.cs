using Mien.Core;
using Mien.Media;

namespace Mien.Data.Kinds;

/// <summary>Searches the folder of a dataset.</summary>
internal static class DatasetFolder
{
    /// <summary>Refuses a folder that does not exist.</summary>
    public static string Require(string root, string kind) => Directory.Exists(root)
        ? Path.GetFullPath(root)
        : throw new UserErrorException($"The folder {root} of the {kind} dataset does not exist; check its path (in a config: data.root and data.folder).");

    /// <summary>All files of a medium under a folder, ordered by path; names that begin with a dot are left out.</summary>
    public static IEnumerable<string> Files(string folder, MediaKind medium) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => MediaFileNames.KindOf(path) == medium && !Path.GetFileName(path).StartsWith('.'))
        .Order(StringComparer.Ordinal);

    /// <summary>The part that a folder's name says, or null.</summary>
    public static PublishedPart? PartOf(string folderName) => folderName.ToLowerInvariant() switch
    {
        "train" or "training" => PublishedPart.Training,
        "val" or "valid" or "validation" or "publictest" => PublishedPart.Validation,
        "test" or "testing" or "privatetest" => PublishedPart.Test,
        _ => null,
    };
}
