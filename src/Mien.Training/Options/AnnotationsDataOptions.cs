using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>Pictures listed in files of lines <c>path label</c>.</summary>
public sealed record AnnotationsDataOptions : PictureDataOptions
{
    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> List(string folder) => new AnnotationFileKind().List(folder);
}
