namespace Mien.Interop.OpenCv;

/// <summary>How a picture is resized.</summary>
public enum Interpolation
{
    /// <summary>Mean over the covered source area: for making pictures smaller.</summary>
    Area = 0,

    /// <summary>Bilinear: for making pictures larger.</summary>
    Linear = 1,

    /// <summary>Bicubic: sharper than linear when making pictures larger.</summary>
    Cubic = 2,
}
