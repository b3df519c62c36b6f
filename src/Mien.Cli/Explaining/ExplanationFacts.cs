using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Cli.Explaining;

/// <summary>What is explained and how, the same for all samples of a run.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Source">What the samples are, in words.</param>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Spec">What the model expects of its input.</param>
internal sealed record ExplanationFacts(string Model, string Source, string Layer, PreprocessingSpec Spec)
{
    /// <summary>The model's labels.</summary>
    public EmotionLabelSet Labels => Spec.Labels;

    /// <summary>Why a coarse map is coarse, or null where it is not.</summary>
    /// <param name="width">Cells of the map from left to right.</param>
    /// <param name="height">Cells from top to bottom.</param>
    public string? CoarsenessNote(int width, int height) => width * height >= 16
        ? null
        : $"The layer {Layer} sees a picture of {Spec.Image!.Width} x {Spec.Image.Height} pixels as {width} x {height} cells, too few to tell parts of a face apart; an earlier layer gives a finer map, for example --layer features.3.";
}
