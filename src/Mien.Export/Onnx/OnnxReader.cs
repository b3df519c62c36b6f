using Google.Protobuf;
using Mien.Core;

namespace Mien.Export.Onnx;

/// <summary>Reads the part of ONNX files that <see cref="OnnxWriter"/> writes; other fields are passed over.</summary>
public static class OnnxReader
{
    /// <summary>Reads a model file.</summary>
    /// <exception cref="UserErrorException">The file is not there or is no ONNX model.</exception>
    public static OnnxModel Read(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"The model {path} does not exist.");
        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">What to call the model in errors.</param>
    /// <exception cref="UserErrorException">The bytes are no ONNX model.</exception>
    public static OnnxModel Read(byte[] bytes, string name)
    {
        try
        {
            return ReadModel(bytes) ?? throw new UserErrorException($"{name} is not an ONNX model: it holds no graph.");
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new UserErrorException($"{name} is not an ONNX model: {error.Message}", error);
        }
    }

    private static OnnxModel? ReadModel(byte[] bytes)
    {
        OnnxGraph? graph = null;
        (long ir, long opset, string producer, string producerVersion) = (0, 0, "", "");
        Dictionary<string, string> metadata = [];
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            switch (field.Number)
            {
                case 1: ir = field.Integer; break;
                case 2: producer = field.Text; break;
                case 3: producerVersion = field.Text; break;
                case 7: graph = ReadGraph(field.Bytes); break;
                case 8: opset = Math.Max(opset, ReadOpset(field.Bytes)); break;
                case 14:
                    (string key, string value) = ReadEntry(field.Bytes);
                    metadata[key] = value;
                    break;
            }
        }
        return graph is null ? null : new OnnxModel(graph, metadata) { IrVersion = ir, Opset = opset, Producer = producer, ProducerVersion = producerVersion };
    }

    /// <summary>Version of the default operator set, 0 for another domain's.</summary>
    private static long ReadOpset(byte[] bytes)
    {
        (string domain, long version) = ("", 0);
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            if (field.Number == 1)
                domain = field.Text;
            else if (field.Number == 2)
                version = field.Integer;
        }
        return domain is "" or "ai.onnx" ? version : 0;
    }

    private static (string Key, string Value) ReadEntry(byte[] bytes)
    {
        (string key, string value) = ("", "");
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            if (field.Number == 1)
                key = field.Text;
            else if (field.Number == 2)
                value = field.Text;
        }
        return (key, value);
    }

    private static OnnxGraph ReadGraph(byte[] bytes)
    {
        string name = "";
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValueInfo> inputs = [], outputs = [];
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            switch (field.Number)
            {
                case 1: nodes.Add(ReadNode(field.Bytes)); break;
                case 2: name = field.Text; break;
                case 5: initializers.Add(ReadTensor(field.Bytes)); break;
                case 11: inputs.Add(ReadValueInfo(field.Bytes)); break;
                case 12: outputs.Add(ReadValueInfo(field.Bytes)); break;
            }
        }
        return new OnnxGraph(name, inputs, outputs, nodes, initializers);
    }

    private static OnnxNode ReadNode(byte[] bytes)
    {
        (string name, string type, string domain) = ("", "", "");
        List<string> inputs = [], outputs = [];
        List<OnnxAttribute> attributes = [];
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            switch (field.Number)
            {
                case 1: inputs.Add(field.Text); break;
                case 2: outputs.Add(field.Text); break;
                case 3: name = field.Text; break;
                case 4: type = field.Text; break;
                case 5: attributes.Add(ReadAttribute(field.Bytes)); break;
                case 7: domain = field.Text; break;
            }
        }
        return new OnnxNode(type, name, inputs, outputs, attributes) { Domain = domain is "ai.onnx" ? "" : domain };
    }

    private static OnnxAttribute ReadAttribute(byte[] bytes)
    {
        ProtobufField[] fields = [.. ProtobufField.ReadAll(bytes)];
        string name = fields.FirstOrDefault(field => field.Number == 1)?.Text ?? "";
        ProtobufField? value = fields.FirstOrDefault(field => field.Number is 2 or 3 or 4 or 5);
        return (value?.Number, fields.FirstOrDefault(field => field.Number == 20)?.Integer) switch
        {
            (2, _) => new OnnxAttribute(name, value.Single),
            (3, _) => new OnnxAttribute(name, value.Integer),
            (4, _) => new OnnxAttribute(name, value.Text),
            (5, _) => new OnnxAttribute(name, ReadTensor(value.Bytes)),
            (_, 6) => new OnnxAttribute(name, fields.Where(field => field.Number == 7).Select(field => field.Single)),
            (_, 7) => new OnnxAttribute(name, fields.Where(field => field.Number == 8).Select(field => field.Integer)),
            (_, var kind) => throw new InvalidDataException($"the attribute {name} is of a kind ({kind}) that this reader does not know"),
        };
    }

    private static OnnxTensor ReadTensor(byte[] bytes)
    {
        (string name, OnnxElementType type, byte[] data) = ("", OnnxElementType.Float, []);
        List<long> shape = [];
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            switch (field.Number)
            {
                case 1: shape.Add(field.Integer); break;
                case 2: type = (OnnxElementType)field.Integer; break;
                case 8: name = field.Text; break;
                case 9: data = field.Bytes; break;
            }
        }
        return new OnnxTensor(name, type, shape, data);
    }

    private static OnnxValueInfo ReadValueInfo(byte[] bytes)
    {
        string name = "";
        OnnxElementType type = OnnxElementType.Float;
        List<OnnxDimension> shape = [];
        foreach (ProtobufField field in ProtobufField.ReadAll(bytes))
        {
            if (field.Number == 1)
                name = field.Text;
            else if (field.Number == 2)
                (type, shape) = ReadTensorType(field.Bytes);
        }
        return new OnnxValueInfo(name, type, shape);
    }

    private static (OnnxElementType Type, List<OnnxDimension> Shape) ReadTensorType(byte[] typeProto)
    {
        OnnxElementType type = OnnxElementType.Float;
        List<OnnxDimension> shape = [];
        foreach (ProtobufField tensor in ProtobufField.ReadAll(typeProto).Where(field => field.Number == 1))
        {
            foreach (ProtobufField field in ProtobufField.ReadAll(tensor.Bytes))
            {
                if (field.Number == 1)
                    type = (OnnxElementType)field.Integer;
                else if (field.Number == 2)
                    shape.AddRange(ProtobufField.ReadAll(field.Bytes).Select(dimension => ReadDimension(dimension.Bytes)));
            }
        }
        return (type, shape);
    }

    private static OnnxDimension ReadDimension(byte[] bytes) =>
        ProtobufField.ReadAll(bytes).FirstOrDefault() switch
        {
            { Number: 1 } size => size.Integer,
            { Number: 2 } symbol => symbol.Text,
            _ => default,
        };
}
