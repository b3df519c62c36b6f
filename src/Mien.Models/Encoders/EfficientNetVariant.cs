namespace Mien.Models;

/// <summary>The sizes of <see cref="EfficientNet"/>.</summary>
public enum EfficientNetVariant
{
    /// <summary>Width 1.0, depth 1.0: 4.0 M parameters, 1280 features.</summary>
    B0,

    /// <summary>Width 1.0, depth 1.1: 6.5 M parameters, 1280 features.</summary>
    B1,

    /// <summary>Width 1.1, depth 1.2: 7.7 M parameters, 1408 features.</summary>
    B2,
}
