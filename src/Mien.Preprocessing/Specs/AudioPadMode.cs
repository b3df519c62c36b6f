namespace Mien.Preprocessing;

/// <summary>What lies before the first and after the last sample where frames are centred.</summary>
public enum AudioPadMode
{
    /// <summary>Zeros.</summary>
    Constant,

    /// <summary>The signal mirrored at its first and last sample, which are not repeated.</summary>
    Reflect,
}
