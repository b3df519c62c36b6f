using System.Globalization;
using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;

namespace Mien.Cli.Benchmarking;

/// <summary>The shapes that a model's inputs can have.</summary>
internal sealed class BenchmarkShapes
{
    private const int Channels = 3, UsualSide = 224, UsualFrames = 300;

    private readonly string _path;
    private readonly IReadOnlyList<OrtTensorInfo> _inputs;
    private readonly PreprocessingSpec? _spec;

    private BenchmarkShapes(string path, IReadOnlyList<OrtTensorInfo> inputs, PreprocessingSpec? spec) => (_path, _inputs, _spec) = (path, inputs, spec);

    /// <summary>Whether the size of its picture is free.</summary>
    public bool HasFreePicture => _inputs.Any(input => IsPicture(input) && input.Shape[2] < 0);

    /// <summary>Whether it takes as many samples at once as one likes.</summary>
    public bool HasFreeBatch => _inputs.All(input => input.Shape is [< 0, ..]);

    /// <summary>Reads what a model declares.</summary>
    /// <exception cref="UserErrorException">It cannot be loaded, or takes something else than floats.</exception>
    public static BenchmarkShapes Read(string path)
    {
        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = 1, GraphOptimization = OrtGraphOptimization.None });
        if (session.Inputs.FirstOrDefault(input => input.ElementType != OrtElementType.Float) is { } odd)
            throw new UserErrorException($"The input {odd} of {path} takes no floats; only models of floats can be measured.");
        return new BenchmarkShapes(path, session.Inputs, session.Metadata.TryGetValue("mien.spec", out string? json) ? PreprocessingSpec.FromJson(json) : null);
    }

    /// <summary>Shapes of the inputs.</summary>
    /// <param name="batch">Samples in one run.</param>
    /// <param name="size">Height and width of a picture where they are free; null takes those of the model's own samples, else 224.</param>
    /// <returns>A shape for each input, or null where the model does not take such a batch.</returns>
    public IReadOnlyList<long[]>? For(int batch, int? size)
    {
        return _inputs.Any(input => input.Shape is [>= 0 and long own, ..] && own != batch) ? null : [.. _inputs.Select(Shape)];

        long[] Shape(OrtTensorInfo input) => [.. input.Shape.Select((length, axis) => length >= 0 ? length : axis == 0 ? batch : FreeSize(input, axis))];

        long FreeSize(OrtTensorInfo input, int axis) =>
            size is { } side && IsPicture(input) ? side
            : _spec?.ShapeOf(input.Name) is { } own && axis < own.Length ? own[axis]
            : IsPicture(input) ? UsualSide : UsualFrames;
    }

    /// <summary>Size of the picture among shapes, such as <c>224x224</c>; empty where there is none.</summary>
    public string SizeOf(IReadOnlyList<long[]> shapes) => _inputs.Zip(shapes).FirstOrDefault(pair => IsPicture(pair.First)) is ({ }, { } shape)
        ? string.Create(CultureInfo.InvariantCulture, $"{shape[3]}x{shape[2]}")
        : "";

    /// <inheritdoc/>
    public override string ToString() => $"{_path} takes {string.Join(" and ", _inputs)}";

    private static bool IsPicture(OrtTensorInfo input) => input.Shape is [_, Channels, _, _];
}
