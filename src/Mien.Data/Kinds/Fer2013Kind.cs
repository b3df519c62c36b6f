using Mien.Data.Faces;

namespace Mien.Data.Kinds;

/// <summary>FER2013 and FER+ in the layouts of <see cref="Fer2013Source"/>.</summary>
public sealed class Fer2013Kind : IDatasetKind
{
    /// <inheritdoc/>
    public string Name => "fer2013";

    /// <inheritdoc/>
    public string Layout => "manifest.csv beside the pictures, or fer2013.csv (and FER+'s fer2013new.csv), or PART/LABEL/NAME.jpg";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name);
        return [.. Fer2013Source.Read(folder).Select((row, number) => new DatasetItem
        {
            Path = Path.GetFullPath(Path.Combine(folder, row.File)),
            Medium = ItemMedium.Picture,
            Label = row.Label,
            Part = row.Split switch
            {
                Fer2013Split.Training => PublishedPart.Training,
                Fer2013Split.PublicTest => PublishedPart.Validation,
                _ => PublishedPart.Test,
            },
            Row = row.Pixels is null ? -1 : number,
            Pixels = row.Pixels is { } pixels ? new GrayPicture(Fer2013Row.Side, Fer2013Row.Side, pixels) : null,
        })];
    }
}
