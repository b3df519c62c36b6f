using System.Buffers.Binary;
using System.Text.Json;
using Mien.Core;

namespace Mien.Torch;

/// <summary>
/// The safetensors format (github.com/huggingface/safetensors): 8 bytes with the header's length, a JSON header that
/// names each tensor's type, shape and place, then the elements. Nothing in a file is ever executed.
/// </summary>
public static class SafeTensors
{
    /// <summary>Saves tensors, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Tensors by name, in the order in which they are stored.</param>
    /// <param name="metadata">Texts to keep with them, or null.</param>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        byte[] header = SafeTensorsHeader.Write(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (Tensor tensor in tensors.Values)
                stream.Write(tensor.ToBytes());
        }, flushToDisk: true);
    }

    /// <summary>Loads all tensors of a file to the CPU, in the file's order; they belong to the current scope or the caller.</summary>
    /// <exception cref="UserErrorException">The file is missing or not a valid safetensors file; the message says why.</exception>
    public static OrderedDictionary<string, Tensor> Load(string path)
    {
        using FileStream stream = Open(path);
        SafeTensorsHeader header = ReadHeader(stream, path);
        OrderedDictionary<string, Tensor> tensors = [];
        foreach (SafeTensorsEntry entry in header.Entries)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            tensors.Add(entry.Name, Tensor.FromBytes(bytes, entry.DType, entry.Shape));
        }
        return tensors;
    }

    /// <summary>Reads the texts that were saved with the tensors.</summary>
    /// <exception cref="UserErrorException">The file is missing or not a valid safetensors file; the message says why.</exception>
    public static IReadOnlyDictionary<string, string> LoadMetadata(string path)
    {
        using FileStream stream = Open(path);
        return ReadHeader(stream, path).Metadata;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The weights {path} cannot be read ({error.Message}); check the path.", error);
        }
    }

    private static SafeTensorsHeader ReadHeader(FileStream stream, string path)
    {
        Span<byte> length = stackalloc byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
            throw Invalid(path, "it is shorter than 8 bytes");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > (ulong)Math.Min(stream.Length - 8, SafeTensorsHeader.MaxLength))
            throw Invalid(path, $"its header claims {headerLength} bytes, more than the file holds or the format allows");
        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);
        try
        {
            return SafeTensorsHeader.Parse(json, stream.Length - stream.Position);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw Invalid(path, error is JsonException ? "its header is not JSON" : error.Message, error);
        }
    }

    private static UserErrorException Invalid(string path, string reason, Exception? cause = null) =>
        new($"{path} is not a valid safetensors file: {reason}.", cause);
}
