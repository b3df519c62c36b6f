using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="FaceLandmarkModel"/>.</summary>
public sealed record FaceLandmarkSpec : ModelSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "face_landmarks";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TellsEmotion => false;

    /// <summary>Side of the square crop in pixels, a multiple of 16 from 32 to 512.</summary>
    public int ImageSize { get; init; } = 112;

    /// <summary>Channels after the first convolution, a multiple of 8; the deeper stages have 2, 4 and 8 times as many.</summary>
    public int Width { get; init; } = 24;

    /// <summary>Convolutions of each stage after the one that halves its size.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Channels in which near and far are joined, a multiple of 8.</summary>
    public int NeckWidth { get; init; } = 96;

    /// <inheritdoc/>
    public override void Validate()
    {
        ModelOptionCheck.Require(ImageSize is >= 32 and <= 512 && ImageSize % 16 == 0, "imageSize", "from 32 to 512 and a multiple of 16", ImageSize);
        ModelOptionCheck.Require(Width is >= 8 and <= 256 && Width % 8 == 0, "width", "from 8 to 256 and a multiple of 8", Width);
        ModelOptionCheck.Require(Depth is >= 1 and <= 16, "depth", "from 1 to 16", Depth);
        ModelOptionCheck.Require(NeckWidth is >= 8 and <= 1024 && NeckWidth % 8 == 0, "neckWidth", "from 8 to 1024 and a multiple of 8", NeckWidth);
    }
}
