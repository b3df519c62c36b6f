using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>Finds a part's items.</summary>
internal static class DatasetPartItems
{
    /// <summary>The items of a part.</summary>
    public static IReadOnlyList<DatasetItem> Of(this ItemParts parts, DatasetPart part) => part switch
    {
        DatasetPart.Training => parts.Training,
        DatasetPart.Validation => parts.Validation,
        _ => parts.Test,
    };
}
