namespace Mien.Data.Kinds;

/// <summary>What an item of a dataset is.</summary>
public enum ItemMedium
{
    /// <summary>A picture file.</summary>
    Picture,

    /// <summary>A sound file.</summary>
    Sound,

    /// <summary>A film, with or without sound of its own.</summary>
    Film,

    /// <summary>A row of numbers that others computed.</summary>
    Features,
}
