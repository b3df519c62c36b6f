namespace Mien.Preprocessing;

/// <summary>How a face is placed in its crop.</summary>
public enum FaceAlignment
{
    /// <summary>The detector's box with its margin, upright.</summary>
    None,

    /// <summary>
    /// Where the detector gives landmarks: rotated, scaled and moved so that the eyes lie on
    /// <see cref="ImageSpec.EyeLine"/>, <see cref="ImageSpec.EyeDistance"/> apart. Without landmarks: as <see cref="None"/>.
    /// </summary>
    Eyes,
}
