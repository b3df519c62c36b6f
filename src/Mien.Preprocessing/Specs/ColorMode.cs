namespace Mien.Preprocessing;

/// <summary>The colours a model sees.</summary>
public enum ColorMode
{
    /// <summary>The picture's own red, green and blue.</summary>
    Rgb,

    /// <summary>Luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B) replicated to three channels.</summary>
    Gray,
}
