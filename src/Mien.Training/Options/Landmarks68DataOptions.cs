using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>Faces with 68 landmarks, in landmarks.csv or .pts files; often without emotion labels.</summary>
public sealed record Landmarks68DataOptions : PictureDataOptions
{
    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> List(string folder) => new Landmarks68Kind().List(folder);
}
