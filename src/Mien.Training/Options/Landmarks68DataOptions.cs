using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Scenes;
using Mien.Vision;

namespace Mien.Training.Options;

/// <summary>Faces with 68 landmarks, in landmarks.csv or .pts files; often without emotion labels.</summary>
public sealed record Landmarks68DataOptions : PictureDataOptions
{
    // Weak faces may confirm landmarks, though they contradict none.
    private const float TeacherThreshold = 0.45f;

    /// <summary>A face detector (YuNet, or one of Mien's), relative to the root, by which training pictures whose landmarks are off are left out; null to trust all.</summary>
    public string? Teacher { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> List(string folder) => new Landmarks68Kind().List(folder);

    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> Clean(IReadOnlyList<DatasetItem> items, DatasetPart part, CancellationToken cancellationToken)
    {
        if (part != DatasetPart.Training || Teacher is null)
            return items;
        using IFaceDetector teacher = OnnxFaceDetector.Load(Path.Combine(Root, Teacher), new FaceDetectorOptions { ScoreThreshold = TeacherThreshold });
        DatasetItem[] marked = [.. items.Where(item => item.Landmarks!.All(point => !Landmarks68.IsMissing(point)))];
        return [.. LandmarkedScenes.List(marked, teacher, cancellationToken).Items, .. items.Except(marked)];
    }
}
