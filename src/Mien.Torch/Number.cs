namespace Mien.Torch;

/// <summary>
/// A number beside a tensor. Integers and reals are kept apart as in Python: an Int64 tensor plus an integer stays
/// Int64, plus a real it becomes Float32.
/// </summary>
public readonly struct Number
{
    private readonly long _integer;
    private readonly double _real;
    private readonly bool _isReal;

    private Number(long integer, double real, bool isReal) => (_integer, _real, _isReal) = (integer, real, isReal);

    /// <summary>An integer.</summary>
    public static implicit operator Number(long value) => new(value, 0, isReal: false);

    /// <summary>A real number.</summary>
    public static implicit operator Number(double value) => new(0, value, isReal: true);

    /// <summary>The number as an operator's argument.</summary>
    public static implicit operator Argument(Number number) => number._isReal ? (Argument)number._real : number._integer;
}
