using System.Text.Json;

namespace Mien.Torch;

/// <summary>The JSON header of a safetensors file.</summary>
/// <param name="Entries">The tensors in the order of their bytes, which they cover without gap or overlap.</param>
/// <param name="Metadata">Texts kept with them.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The longest header that the format allows, bytes.</summary>
    public const long MaxLength = 100_000_000;

    private const string MetadataName = "__metadata__";

    private static readonly (DType DType, string Name)[] s_names =
    [
        (DType.Bool, "BOOL"), (DType.UInt8, "U8"), (DType.Int8, "I8"), (DType.Int16, "I16"), (DType.Int32, "I32"), (DType.Int64, "I64"),
        (DType.Float16, "F16"), (DType.BFloat16, "BF16"), (DType.Float32, "F32"), (DType.Float64, "F64"),
    ];

    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataName);
                foreach ((string key, string value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                DType dtype = tensor.DType;
                json.WriteStartObject(name);
                json.WriteString("dtype", s_names.First(known => known.DType == dtype).Name);
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.ElementCount * dtype.ByteSize());
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces align the elements to 8 bytes, so that readers may map the file.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes after it.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It breaks the format's rules; the message says how, as part of a sentence.</exception>
    public static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new FormatException("its header is not a JSON object");
        Dictionary<string, string> metadata = [];
        Dictionary<string, SafeTensorsEntry> entries = [];
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == MetadataName)
                ReadMetadata(property.Value, metadata);
            else if (!entries.TryAdd(property.Name, ReadEntry(property)))
                throw new FormatException($"the tensor {property.Name} occurs twice");
        }

        SafeTensorsEntry[] ordered = [.. entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        long covered = 0;
        foreach (SafeTensorsEntry entry in ordered)
        {
            if (entry.Begin != covered)
                throw new FormatException($"the bytes of {entry.Name} begin at {entry.Begin} rather than {covered}");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw new FormatException($"its tensors take {covered} bytes but {dataLength} are there");
        return new SafeTensorsHeader(ordered, metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException("its metadata is not an object");
        foreach (JsonProperty text in element.EnumerateObject())
        {
            metadata[text.Name] = text.Value.ValueKind == JsonValueKind.String
                ? text.Value.GetString()!
                : throw new FormatException($"its metadata {text.Name} is not a text");
        }
    }

    private static SafeTensorsEntry ReadEntry(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement dtypeElement) || dtypeElement.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out JsonElement shapeElement) || !TryReadCounts(shapeElement, out long[] shape)
            || !property.Value.TryGetProperty("data_offsets", out JsonElement offsetsElement) || !TryReadCounts(offsetsElement, out long[] offsets)
            || offsets.Length != 2)
            throw new FormatException($"the tensor {property.Name} lacks a valid dtype, shape or data_offsets");

        string dtypeName = dtypeElement.GetString()!;
        int known = Array.FindIndex(s_names, candidate => candidate.Name == dtypeName);
        if (known < 0)
            throw new FormatException($"the tensor {property.Name} has the unknown type {dtypeName}");
        Int128 bytes = s_names[known].DType.ByteSize();
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > Array.MaxLength)
                throw new FormatException($"the tensor {property.Name} is larger than 2 GB");
        }
        if (offsets[1] - offsets[0] != bytes)
            throw new FormatException($"the tensor {property.Name} takes {bytes} bytes by its shape but {offsets[1] - offsets[0]} by its offsets");
        return new SafeTensorsEntry(property.Name, s_names[known].DType, shape, offsets[0], offsets[1]);
    }

    private static bool TryReadCounts(JsonElement element, out long[] counts)
    {
        counts = [];
        if (element.ValueKind != JsonValueKind.Array)
            return false;
        counts = new long[element.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out counts[i]) || counts[i++] < 0)
                return false;
        }
        return true;
    }
}
