namespace Mien.Training.Options;

/// <summary>What a landmark's distance from its place costs; distances are fractions of the picture.</summary>
public enum LandmarkLossKind
{
    /// <summary>The squared distance along each axis.</summary>
    Mse,

    /// <summary>The distance along each axis.</summary>
    L1,

    /// <summary>Logarithmic near the place, so that small errors still count, linear beyond (Feng et al., "Wing Loss", CVPR 2018).</summary>
    Wing,
}
