using System.Text.Json.Serialization;

namespace Mien.Models;

/// <summary>Specification of a <see cref="FaceDetectorModel"/>.</summary>
public sealed record FaceDetectorSpec : ModelSpec
{
    /// <summary>Makes the default specification.</summary>
    public FaceDetectorSpec() => Labels = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "face_detector";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool TellsEmotion => false;

    /// <summary>Channels after the first convolution, a multiple of 8; the deeper stages have 2, 4 and 8 times as many.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Channels in which the three scales are joined, a multiple of 8.</summary>
    public int NeckWidth { get; init; } = 64;

    /// <summary>Convolutions of each stage after the one that halves its size.</summary>
    public int Depth { get; init; } = 2;

    /// <inheritdoc/>
    public override void Validate()
    {
        ModelOptionCheck.Require(Labels == 1, "labels", "1", Labels);
        ModelOptionCheck.Require(Width is >= 8 and <= 256 && Width % 8 == 0, "width", "from 8 to 256 and a multiple of 8", Width);
        ModelOptionCheck.Require(NeckWidth is >= 8 and <= 1024 && NeckWidth % 8 == 0, "neckWidth", "from 8 to 1024 and a multiple of 8", NeckWidth);
        ModelOptionCheck.Require(Depth is >= 1 and <= 16, "depth", "from 1 to 16", Depth);
    }
}
