namespace Mien.Interop.OnnxRuntime;

/// <summary>The sizes that a free dimension will have.</summary>
/// <param name="Min">The smallest, at least 1.</param>
/// <param name="Best">The one to be fastest at, from the smallest to the largest.</param>
/// <param name="Max">The largest.</param>
public readonly record struct OrtDynamicRange(int Min, int Best, int Max)
{
    /// <summary>Whether the three are in order and positive.</summary>
    public bool IsValid => Min >= 1 && Min <= Best && Best <= Max;

    /// <summary>This range with another best size, widened where that lies outside.</summary>
    public OrtDynamicRange Around(int best) => new(Math.Min(Min, best), best, Math.Max(Max, best));
}
