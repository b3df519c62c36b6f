namespace Mien.Preprocessing;

/// <summary>The power that counts as 0 dB.</summary>
public enum DecibelReference
{
    /// <summary>A power of 1: levels stay as recorded.</summary>
    Unit,

    /// <summary>The clip's (or window's) greatest mel power: the loudest value is 0 dB, whatever the recording level.</summary>
    Maximum,
}
