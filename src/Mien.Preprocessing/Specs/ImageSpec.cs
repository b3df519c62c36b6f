namespace Mien.Preprocessing;

/// <summary>
/// What a model expects of its face pictures: input <c>image</c>, float (N, 3, Height, Width), red, green, blue,
/// each <c>(value / 255 - Mean) / Std</c>. The defaults of mean and deviation are ImageNet's (torchvision's pretrained models).
/// </summary>
public sealed record ImageSpec
{
    /// <summary>Width of the network's input in pixels, 1..4096.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the network's input in pixels, 1..4096.</summary>
    public required int Height { get; init; }

    /// <summary>The colours the network sees.</summary>
    public ColorMode Color { get; init; } = ColorMode.Rgb;

    /// <summary>Subtracted from each channel's 0..1 value.</summary>
    public RgbVector Mean { get; init; } = new(0.485f, 0.456f, 0.406f);

    /// <summary>Divides each channel after the subtraction; above 0.</summary>
    public RgbVector Std { get; init; } = new(0.229f, 0.224f, 0.225f);

    /// <summary>
    /// Fraction of the box's size added on each of its four sides, -0.4..2. With 0, a detector's box gives FER2013's own
    /// crop: the longer side of YuNet's box is 0.99 to 1.00 of the side of FER2013's pictures (median).
    /// </summary>
    public float CropMargin { get; init; }

    /// <summary>How the face is placed in the crop.</summary>
    public FaceAlignment Alignment { get; init; } = FaceAlignment.None;

    /// <summary>
    /// Height of the eyes from the crop's top, as a fraction of its height, 0..1; used when landmarks exist. The default
    /// is where they are in FER2013's pictures (median over YuNet's landmarks in every ninth training picture).
    /// </summary>
    public float EyeLine { get; init; } = 0.39f;

    /// <summary>
    /// Distance between the eyes of a face seen from the front, as a fraction of the crop's width, above 0 and at most 1;
    /// used when landmarks exist. The default is FER2013's, measured as <see cref="FaceAligner"/> measures it.
    /// </summary>
    public float EyeDistance { get; init; } = 0.38f;

    /// <summary>Checks every value.</summary>
    /// <returns>This spec.</returns>
    /// <exception cref="Core.UserErrorException">A value is out of its range; the message names it.</exception>
    public ImageSpec Validate()
    {
        SpecRule.Require(Width is >= 1 and <= 4096, "image.width", Width, "1 to 4096 pixels");
        SpecRule.Require(Height is >= 1 and <= 4096, "image.height", Height, "1 to 4096 pixels");
        SpecRule.Require(Enum.IsDefined(Color), "image.color", Color, "rgb or gray");
        SpecRule.Require(Enum.IsDefined(Alignment), "image.alignment", Alignment, "none or eyes");
        for (int channel = 0; channel < 3; channel++)
        {
            SpecRule.Require(float.IsFinite(Mean[channel]), "image.mean", Mean[channel], "finite");
            SpecRule.Require(Std[channel] is > 0 and < float.PositiveInfinity, "image.std", Std[channel], "above 0");
        }
        SpecRule.Require(CropMargin is >= -0.4f and <= 2, "image.cropMargin", CropMargin, "-0.4 to 2");
        SpecRule.Require(EyeLine is >= 0 and <= 1, "image.eyeLine", EyeLine, "0 to 1");
        SpecRule.Require(EyeDistance is > 0 and <= 1, "image.eyeDistance", EyeDistance, "above 0 and at most 1");
        return this;
    }
}
