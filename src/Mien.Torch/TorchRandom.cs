using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>libtorch's random numbers.</summary>
public static class TorchRandom
{
    /// <summary>Seeds the generators of every device.</summary>
    public static void Seed(long seed) => TorchEngine.Seed(seed);

    /// <summary>State of a device's generator, UInt8: with it a run resumes bit for bit. Belongs to the current scope or the caller.</summary>
    public static Tensor GetState(Device? device = null)
    {
        Device where = device ?? Device.Cpu;
        return new(TorchEngine.GetRandomState((int)where.Type, where.Index), AmbientState.Current.Scope);
    }

    /// <summary>Sets the state of a device's generator, as <see cref="GetState"/> gave it.</summary>
    public static void SetState(Tensor state, Device? device = null)
    {
        Device where = device ?? Device.Cpu;
        TorchEngine.SetRandomState((int)where.Type, where.Index, state.Handle);
    }
}
