namespace Mien.Training.Options;

/// <summary>How far a prediction is from its target.</summary>
public enum LossKind
{
    /// <summary>Cross entropy between the target distribution and the predicted one.</summary>
    CrossEntropy,

    /// <summary>Cross entropy in which labels that are already predicted well count less (Lin et al., "Focal Loss", ICCV 2017).</summary>
    Focal,
}
