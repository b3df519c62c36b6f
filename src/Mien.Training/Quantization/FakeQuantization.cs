using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>
/// Runs a network as its 8-bit form will: what becomes integers there is rounded to the same grid here, and gradients go past the
/// rounding. SiLU is computed as the product that it is, both of whose factors are integers.
/// </summary>
/// <param name="ranges">Where, and by which ranges.</param>
public sealed class FakeQuantization(ActivationRanges ranges) : OperatorInterceptor
{
    /// <summary>What is appended to the name of a call to name its first input.</summary>
    internal const string InputSuffix = ":input";

    /// <summary>What is appended to the name of a SiLU to name its second factor.</summary>
    internal const string SigmoidSuffix = ":sigmoid";

    /// <summary>Whether ranges follow the values that pass.</summary>
    public bool Observes { get; init; }

    /// <summary>Whether rounding is libtorch's operator for it, which a tracer recognises; slower.</summary>
    public bool AsOperators { get; init; }

    /// <inheritdoc/>
    protected override Tensor Invoke(Operator called, ReadOnlySpan<Argument> arguments, string place)
    {
        if (ranges.Contains(place + SigmoidSuffix))
        {
            Tensor x = arguments[0].AsTensor();
            return Round(place, x * Round(place + SigmoidSuffix, Functional.Sigmoid(x)));
        }
        Tensor result = ranges.Contains(place + InputSuffix)
            ? called.Invoke([Round(place + InputSuffix, arguments[0].AsTensor()), .. arguments[1..]])
            : called.Invoke(arguments);
        return ranges.Contains(place) ? Round(place, result) : result;
    }

    private Tensor Round(string place, Tensor values)
    {
        if (Observes)
            ranges.Observe(place, values);
        QuantizedRange range = ranges[place];
        return AsOperators
            ? Functional.FakeQuantize(values, range.Scale, range.ZeroPoint, byte.MinValue, byte.MaxValue)
            : Functional.RoundToGrid(values, range.Scale, range.ZeroPoint, byte.MinValue, byte.MaxValue);
    }
}
