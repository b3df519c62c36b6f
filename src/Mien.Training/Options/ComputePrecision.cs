namespace Mien.Training.Options;

/// <summary>What training computes in; weights, losses and optimiser are always in 32 bits.</summary>
public enum ComputePrecision
{
    /// <summary>32 bits throughout.</summary>
    Float32,

    /// <summary>Convolutions and matrix products in bfloat16 (<see cref="Torch.Autocast"/>).</summary>
    Bfloat16,
}
