namespace Mien.Training.Options;

/// <summary>How gradients change weights.</summary>
public enum OptimizerKind
{
    /// <summary>AdamW (Loshchilov and Hutter, ICLR 2019).</summary>
    Adamw,

    /// <summary>Stochastic gradient descent with momentum (Sutskever et al., ICML 2013).</summary>
    Sgd,
}
