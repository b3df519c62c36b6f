using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Quantization;

/// <summary>Reads model files to quantise and writes what becomes of them.</summary>
public static class FloatModel
{
    /// <summary>Reads a model whose weights are 32-bit floats.</summary>
    /// <exception cref="UserErrorException">The file is missing, is no model, or its weights are stored otherwise or quantised already.</exception>
    public static OnnxModel Read(string path)
    {
        OnnxModel model = OnnxReader.Read(path);
        foreach (OnnxTensor tensor in model.Graph.Initializers)
        {
            if (tensor.ElementType is OnnxElementType.Float16 or OnnxElementType.Int8 or OnnxElementType.UInt8)
                throw new UserErrorException($"{path} holds {tensor.ElementType} weights already; quantise the float file that it was made from.");
            if (tensor.ElementType == OnnxElementType.Float && tensor.Data.Length != sizeof(float) * tensor.Shape.Aggregate(1L, (product, size) => product * size))
                throw new UserErrorException($"{path} keeps the weight {tensor.Name} outside the file or as a list of numbers, which is not read here; make the file with mien export.");
        }
        return model;
    }

    /// <summary>Writes a model, after ONNX Runtime has loaded it.</summary>
    /// <returns>The file's size in bytes.</returns>
    /// <exception cref="UserErrorException">ONNX Runtime cannot load it; nothing was written.</exception>
    public static long Write(OnnxModel model, string path)
    {
        ReadOnlyMemory<byte> content = OnnxWriter.ToMemory(model);
        OrtSession.Load(content, path).Dispose();
        AtomicFile.Write(path, stream => stream.Write(content.Span));
        return content.Length;
    }
}
