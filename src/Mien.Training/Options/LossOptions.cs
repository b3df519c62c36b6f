namespace Mien.Training.Options;

/// <summary>What training minimises.</summary>
public sealed record LossOptions
{
    /// <summary>The loss.</summary>
    public LossKind Kind { get; init; } = LossKind.CrossEntropy;

    /// <summary>Share of each target that is spread evenly over all labels, 0 to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Weight of a label: (mean count / its count) to this power; 0 weighs every sample the same, 1 every label the same.
    /// </summary>
    public double ClassWeightPower { get; init; }

    /// <summary>Focal loss's exponent, at least 0; 0 is cross entropy.</summary>
    public double FocalGamma { get; init; } = 2;

    /// <summary>Weight of the emotion loss against those of further heads; 0 to train those alone.</summary>
    public double EmotionWeight { get; init; } = 1;

    /// <summary>The loss of landmarks, where model and data have them.</summary>
    public LandmarkLossOptions Landmarks { get; init; } = new();

    /// <summary>Weight of the loss of valence and arousal, where model and data have them.</summary>
    public double AffectWeight { get; init; } = 1;

    /// <summary>The loss of a face detector's boxes and points.</summary>
    public DetectionLossOptions Detection { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(LabelSmoothing >= 0 && LabelSmoothing < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        OptionRange.Require(ClassWeightPower is >= 0 and <= 2, nameof(ClassWeightPower), ClassWeightPower, "from 0 to 2");
        OptionRange.Require(EmotionWeight is >= 0 and <= 1000, nameof(EmotionWeight), EmotionWeight, "from 0 to 1000");
        OptionRange.Require(AffectWeight is >= 0 and <= 1000, nameof(AffectWeight), AffectWeight, "from 0 to 1000");
        OptionRange.Require(FocalGamma is >= 0 and <= 10, nameof(FocalGamma), FocalGamma, "from 0 to 10");
    }
}
