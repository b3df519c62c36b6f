using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>Pictures in folders named after labels.</summary>
public sealed record ImageFolderDataOptions : PictureDataOptions
{
    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> List(string folder) => new ImageFolderKind().List(folder);
}
