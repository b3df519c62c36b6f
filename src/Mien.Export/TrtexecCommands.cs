using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;

namespace Mien.Export;

/// <summary>
/// The command lines with which TensorRT's own tool, <c>trtexec</c>, builds an engine of an exported model in 16-bit floats and times it.
/// The options are those of TensorRT 8.6 to 10 (<c>trtexec --help</c>).
/// </summary>
public static class TrtexecCommands
{
    private static readonly OrtDynamicRange s_batch = new(1, 8, 32), s_size = new(64, 320, 640);

    /// <summary>Writes the commands for a model file.</summary>
    /// <param name="path">The ONNX file; what its metadata say of its samples fills sizes that it leaves free.</param>
    /// <returns>One command that builds for batches of 1 to 32, and two that run batches of 1 and of 32.</returns>
    /// <exception cref="Mien.Core.UserErrorException">The file is missing or not a model.</exception>
    public static IReadOnlyList<string> For(string path)
    {
        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { GraphOptimization = OrtGraphOptimization.None });
        PreprocessingSpec? spec = session.Metadata.TryGetValue("mien.spec", out string? json) ? PreprocessingSpec.FromJson(json) : null;
        IReadOnlyList<OrtShapeProfile> profiles = OrtShapeProfile.Of([.. session.Inputs.Select(input => input with { Shape = Sized(input, spec) })], s_batch, s_size);
        string engine = Path.ChangeExtension(path, ".engine"), quoted = Quote(engine);
        string build = $"trtexec --onnx={Quote(path)} --fp16 --saveEngine={quoted}";
        if (profiles.Count == 0)
            return [build, $"trtexec --loadEngine={quoted}"];
        return
        [
            $"{build} --minShapes={OrtShapeProfile.Format(profiles, profile => profile.Min)} --optShapes={OrtShapeProfile.Format(profiles, profile => profile.Best)} --maxShapes={OrtShapeProfile.Format(profiles, profile => profile.Max)}",
            $"trtexec --loadEngine={quoted} --shapes={OrtShapeProfile.Format(profiles, profile => profile.Min)}",
            $"trtexec --loadEngine={quoted} --shapes={OrtShapeProfile.Format(profiles, profile => profile.Max)}",
        ];
    }

    /// <summary>An input's shape with the sizes that its samples have; the batch stays free.</summary>
    private static long[] Sized(OrtTensorInfo input, PreprocessingSpec? spec)
    {
        long[] declared = [.. input.Shape];
        return spec?.ShapeOf(input.Name) is { } known && known.Length == declared.Length ? [.. declared.Zip(known, (size, sample) => size >= 0 ? size : sample)] : declared;
    }

    private static string Quote(string path) => path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+".Contains(character)) ? path : $"'{path.Replace("'", "'\\''")}'";
}
