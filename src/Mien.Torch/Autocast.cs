namespace Mien.Torch;

/// <summary>
/// Computing in less precision where it does little harm: convolutions, matrix products and linear layers in bfloat16, what needs more
/// in 32 bits (torch.autocast). Weights stay in 32 bits, and so do their gradients. It pays where the hardware multiplies bfloat16
/// itself (AVX-512 BF16, AMX, NVIDIA GPUs from Ampere on); elsewhere it is slower. The mode flows with the logical call.
/// </summary>
public static class Autocast
{
    /// <summary>Computes in bfloat16 until the result is disposed.</summary>
    /// <param name="enabled">False changes nothing.</param>
    public static IDisposable BFloat16(bool enabled = true) => new Mode(enabled || AmbientState.Current.BFloat16);

    private sealed class Mode : IDisposable
    {
        private readonly bool _before;

        public Mode(bool enabled)
        {
            AmbientState ambient = AmbientState.Current;
            _before = ambient.BFloat16;
            AmbientState.Current = ambient with { BFloat16 = enabled };
        }

        public void Dispose() => AmbientState.Current = AmbientState.Current with { BFloat16 = _before };
    }
}
