namespace Mien.Data.Loading;

/// <summary>Decides which samples an epoch sees, and in which order.</summary>
public interface ISampler
{
    /// <summary>Dataset positions in the order of training; the same for the same epoch each time it is asked.</summary>
    int[] Order(int epoch);
}
