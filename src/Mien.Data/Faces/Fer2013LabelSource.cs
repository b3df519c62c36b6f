namespace Mien.Data.Faces;

/// <summary>Whose labels FER2013's pictures have.</summary>
public enum Fer2013LabelSource
{
    /// <summary>FER2013's own seven labels.</summary>
    Fer2013,

    /// <summary>FER+: eight labels, with contempt, by the most votes; pictures that most called unknown or no face are left out.</summary>
    FerPlus,
}
