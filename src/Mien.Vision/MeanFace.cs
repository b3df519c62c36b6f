namespace Mien.Vision;

/// <summary>
/// Fourteen points of a mean head: the anthropometric model of Martins and Batista ("Accurate single view model-based head pose
/// estimation", FG 2008), in centimetres, as seen by a camera that the head faces: x to the picture's right, y down, z away from the camera.
/// </summary>
internal static class MeanFace
{
    /// <summary>Number of points.</summary>
    public const int Count = 14;

    /// <summary>The points' numbers among the 68.</summary>
    public static ReadOnlySpan<int> Landmarks => [17, 21, 22, 26, 36, 39, 42, 45, 31, 35, 48, 54, 57, 8];

    /// <summary>How much each point counts: the lower lip and the chin move with the jaw and say little about the head.</summary>
    public static ReadOnlySpan<double> Weights => [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.3, 0.3];

    /// <summary>(14, 3): x, y, z of each point.</summary>
    public static ReadOnlySpan<double> Points =>
    [
        -6.825897, -6.760612, -4.402142, // left end of the left brow
        -1.330353, -7.122144, -6.903745, // its right end
        1.330353, -7.122144, -6.903745, // left end of the right brow
        6.825897, -6.760612, -4.402142, // its right end
        -5.311432, -5.485328, -3.987654, // outer corner of the left eye
        -1.789930, -5.393625, -4.413414, // its inner corner
        1.789930, -5.393625, -4.413414, // inner corner of the right eye
        5.311432, -5.485328, -3.987654, // its outer corner
        -2.005628, -1.409845, -6.165652, // left nostril
        2.005628, -1.409845, -6.165652, // right nostril
        -2.774015, 2.080775, -5.048531, // left corner of the mouth
        2.774015, 2.080775, -5.048531, // right corner of the mouth
        0, 3.116408, -6.097667, // lower lip
        0, 7.415691, -4.070434, // chin
    ];
}
