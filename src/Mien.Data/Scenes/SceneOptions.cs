using Mien.Core;

namespace Mien.Data.Scenes;

/// <summary>How pictures with faces are composed.</summary>
public sealed record SceneOptions
{
    /// <summary>Width and height of the pictures in pixels, 64 to 1024, a multiple of 32.</summary>
    public int Size { get; init; } = 256;

    /// <summary>The smallest faces, in pixels (square root of the box's area), at least 8. Smaller ones that come into view are ignored.</summary>
    public float MinFace { get; init; } = 16;

    /// <summary>The largest faces, in pixels; above <see cref="MinFace"/>.</summary>
    public float MaxFace { get; init; } = 230;

    /// <summary>At most so many faces a picture, 1 to 100; further ones are covered.</summary>
    public int MaxFaces { get; init; } = 16;

    /// <summary>Checks every value.</summary>
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(Size is >= 64 and <= 1024 && Size % 32 == 0, "scenes.size", Size, "from 64 to 1024 and a multiple of 32");
        Require(MinFace is >= 8 and <= 1024, "scenes.min_face", MinFace, "from 8 to 1024");
        Require(MaxFace > MinFace && MaxFace <= 2048, "scenes.max_face", MaxFace, "above scenes.min_face and at most 2048");
        Require(MaxFaces is >= 1 and <= 100, "scenes.max_faces", MaxFaces, "from 1 to 100");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new UserErrorException(FormattableString.Invariant($"{name} must be {range}, not {value}."));
    }
}
