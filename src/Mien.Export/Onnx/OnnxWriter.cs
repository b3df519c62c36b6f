using Google.Protobuf;

namespace Mien.Export.Onnx;

/// <summary>Writes <see cref="OnnxModel"/> as protobuf; field numbers are those of <c>onnx.proto</c>.</summary>
public static class OnnxWriter
{
    private const long ExtensionVersion = 1; // the only one that com.microsoft has

    /// <summary>The content of a model's file.</summary>
    public static ReadOnlyMemory<byte> ToMemory(OnnxModel model)
    {
        using MemoryStream content = new();
        Write(model, content);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    /// <summary>Writes a model to a stream, which stays open.</summary>
    public static void Write(OnnxModel model, Stream stream)
    {
        using CodedOutputStream output = new(stream, leaveOpen: true);
        output.Write(1, model.IrVersion);
        output.Write(2, model.Producer);
        output.Write(3, model.ProducerVersion);
        output.Write(7, message => WriteGraph(message, model.Graph));
        output.Write(8, message =>
        {
            message.Write(1, "");
            message.Write(2, model.Opset);
        });
        foreach (string domain in model.Graph.Nodes.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            output.Write(8, message =>
            {
                message.Write(1, domain);
                message.Write(2, ExtensionVersion);
            });
        }
        foreach ((string key, string value) in model.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.Write(14, message =>
            {
                message.Write(1, key);
                message.Write(2, value);
            });
        }
    }

    private static void WriteGraph(CodedOutputStream output, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
            output.Write(1, message => WriteNode(message, node));
        output.Write(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers)
            output.Write(5, message => WriteTensor(message, tensor));
        foreach (OnnxValueInfo input in graph.Inputs)
            output.Write(11, message => WriteValueInfo(message, input));
        foreach (OnnxValueInfo result in graph.Outputs)
            output.Write(12, message => WriteValueInfo(message, result));
        foreach (OnnxValueInfo value in graph.Values)
            output.Write(13, message => WriteValueInfo(message, value));
    }

    private static void WriteNode(CodedOutputStream output, OnnxNode node)
    {
        foreach (string input in node.Inputs)
            output.Write(1, input);
        foreach (string result in node.Outputs)
            output.Write(2, result);
        if (node.Name.Length > 0)
            output.Write(3, node.Name);
        output.Write(4, node.Operator);
        foreach (OnnxAttribute attribute in node.Attributes)
            output.Write(5, message => WriteAttribute(message, attribute));
        if (node.Domain.Length > 0)
            output.Write(7, node.Domain);
    }

    private static void WriteAttribute(CodedOutputStream output, OnnxAttribute attribute)
    {
        output.Write(1, attribute.Name);
        switch (attribute.Value)
        {
            case float value:
                output.Write(2, value);
                break;
            case long value:
                output.Write(3, value);
                break;
            case string value:
                output.Write(4, value);
                break;
            case OnnxTensor value:
                output.Write(5, message => WriteTensor(message, value));
                break;
            case float[] values:
                foreach (float value in values)
                    output.Write(7, value);
                break;
            case long[] values:
                foreach (long value in values)
                    output.Write(8, value);
                break;
            default:
                throw new InvalidOperationException($"The attribute {attribute.Name} has the type {attribute.Value.GetType()}, which ONNX has not.");
        }
        output.Write(20, KindOf(attribute));
    }

    /// <summary><c>AttributeProto.AttributeType</c> of a value.</summary>
    private static long KindOf(OnnxAttribute attribute) => attribute.Value switch
    {
        float => 1,
        long => 2,
        string => 3,
        OnnxTensor => 4,
        float[] => 6,
        _ => 7,
    };

    private static void WriteTensor(CodedOutputStream output, OnnxTensor tensor)
    {
        foreach (long size in tensor.Shape)
            output.Write(1, size);
        output.Write(2, (long)tensor.ElementType);
        output.Write(8, tensor.Name);
        output.Write(9, tensor.Data);
    }

    private static void WriteValueInfo(CodedOutputStream output, OnnxValueInfo info)
    {
        output.Write(1, info.Name);
        output.Write(2, type => type.Write(1, tensor =>
        {
            tensor.Write(1, (long)info.ElementType);
            if (!info.HasShape)
                return;
            tensor.Write(2, shape =>
            {
                foreach (OnnxDimension dimension in info.Shape)
                    shape.Write(1, message => WriteDimension(message, dimension));
            });
        }));
    }

    private static void WriteDimension(CodedOutputStream output, OnnxDimension dimension)
    {
        if (dimension.Size is { } size)
            output.Write(1, size);
        else if (dimension.Symbol is { } symbol)
            output.Write(2, symbol);
    }
}
