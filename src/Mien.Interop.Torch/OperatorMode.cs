namespace Mien.Interop.Torch;

/// <summary>How an operator is called.</summary>
[Flags]
public enum OperatorMode
{
    /// <summary>As it is.</summary>
    None = 0,

    /// <summary>Autograd records the call.</summary>
    RecordGradients = 1,

    /// <summary>Convolutions and matrix products compute in bfloat16 (torch.autocast).</summary>
    BFloat16 = 2,
}
