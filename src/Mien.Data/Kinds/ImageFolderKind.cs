using Mien.Core;
using Mien.Media;

namespace Mien.Data.Kinds;

/// <summary>Pictures in folders named after their label: <c>LABEL/NAME.jpg</c>, or <c>PART/LABEL/NAME.jpg</c> with parts train, val and test.</summary>
public sealed class ImageFolderKind : IDatasetKind
{
    /// <inheritdoc/>
    public string Name => "image_folder";

    /// <inheritdoc/>
    public string Layout => "LABEL/NAME.jpg, or PART/LABEL/NAME.jpg with the parts train, val and test; deeper folders belong to their label; people.csv (file, person) where known";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name);
        DatasetItem[] items = [.. DatasetFolder.Files(folder, MediaKind.Image).Select(path => Parse(path, folder)).OfType<DatasetItem>()];
        return items.Length > 0 ? PeopleTable.Apply(items, folder) : throw new UserErrorException($"The folder {root} holds no pictures in folders named after labels; give it this layout: {Layout}.");
    }

    private static DatasetItem? Parse(string path, string root)
    {
        string[] folders = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[..^1];
        PublishedPart? part = folders.Length > 0 ? DatasetFolder.PartOf(folders[0]) : null;
        string? label = folders.ElementAtOrDefault(part is null ? 0 : 1);
        return label is null ? null : new DatasetItem { Path = path, Medium = ItemMedium.Picture, Label = EmotionNames.Of(label), Part = part };
    }
}
