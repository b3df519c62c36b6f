namespace Mien.Interop.OnnxRuntime;

/// <summary>The shapes of an input for which an engine is built: TensorRT's optimisation profile.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Min">The smallest shape.</param>
/// <param name="Best">The shape to be fastest at.</param>
/// <param name="Max">The largest shape.</param>
public sealed record OrtShapeProfile(string Input, IReadOnlyList<long> Min, IReadOnlyList<long> Best, IReadOnlyList<long> Max)
{
    /// <summary>The profiles of a model's inputs: fixed sizes as they are, the first dimension of the batch range, others of the size range.</summary>
    /// <returns>One profile an input where any of them has a free size; otherwise none, as none is needed.</returns>
    public static IReadOnlyList<OrtShapeProfile> Of(IReadOnlyList<OrtTensorInfo> inputs, OrtDynamicRange batch, OrtDynamicRange size)
    {
        return inputs.Any(input => input.Shape.Any(length => length < 0))
            ? [.. inputs.Select(input => new OrtShapeProfile(input.Name, Shape(input, range => range.Min), Shape(input, range => range.Best), Shape(input, range => range.Max)))]
            : [];

        long[] Shape(OrtTensorInfo input, Func<OrtDynamicRange, int> choose) =>
            [.. input.Shape.Select((length, axis) => length >= 0 ? length : choose(axis == 0 ? batch : size))];
    }

    /// <summary>One shape of several inputs as TensorRT's tools write it: <c>image:1x3x224x224,audio:1x1x64x300</c>.</summary>
    public static string Format(IEnumerable<OrtShapeProfile> profiles, Func<OrtShapeProfile, IReadOnlyList<long>> shape) =>
        string.Join(',', profiles.Select(profile => $"{profile.Input}:{string.Join('x', shape(profile))}"));
}
