namespace Mien.Analysis;

/// <summary>The files that an analysis writes.</summary>
[Flags]
public enum OutputFormats
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>`name.csv`: a row for each face and frame.</summary>
    Csv = 1,

    /// <summary>`name.json`: the same with the model's identity and a summary.</summary>
    Json = 2,

    /// <summary>`name.html`: a report for people.</summary>
    Html = 4,

    /// <summary>`name.annotated.mp4` (or `.png` for a picture): boxes, labels and bars drawn.</summary>
    Video = 8,
}
