using System.IO.Compression;
using Mien.Core;

namespace Mien.Torch;

/// <summary>
/// Files that torch.save wrote (.pth, .pt): a zip of one pickle and the tensors' storages (torch/serialization.py).
/// The pickle is read by <see cref="PickleReader"/>, which executes nothing.
/// </summary>
public static class PyTorchCheckpoint
{
    private const int MaxPickleBytes = 256 << 20;

    private static readonly Operator s_asStrided = new("aten::as_strided");

    /// <summary>
    /// Loads the tensors of a file to the CPU, in the file's order; they belong to the current scope or the caller.
    /// Nested dictionaries and lists give dotted names, for example <c>state_dict.conv.weight</c>; other values are left out.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">Only tensors below this name, for example <c>state_dict</c>, named without it; null for all.</param>
    /// <exception cref="UserErrorException">The file is missing, damaged, of another format or holds more than data; the message says which.</exception>
    public static OrderedDictionary<string, Tensor> Load(string path, string? prefix = null)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return Load(archive, path, prefix);
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException)
        {
            throw new UserErrorException($"{path} is not a checkpoint that can be loaded: {error.Message}.", error);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException($"{path} is not a zip as PyTorch has written since 1.6; load it in Python and save it again by torch.save.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The checkpoint {path} cannot be read ({error.Message}); check the path.", error);
        }
    }

    private static OrderedDictionary<string, Tensor> Load(ZipArchive archive, string path, string? prefix)
    {
        ZipArchiveEntry pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new FormatException("it is a zip without data.pkl");
        string root = pickle.FullName[..^"data.pkl".Length];
        if (archive.GetEntry(root + "byteorder") is { } order && !System.Text.Encoding.ASCII.GetString(ReadEntry(order, 16)).StartsWith("little", StringComparison.Ordinal))
            throw new FormatException("its numbers are not little-endian");

        OrderedDictionary<string, PickleTensor> found = PickleTensors.Find(new PickleReader(ReadEntry(pickle, MaxPickleBytes)).Read());
        string start = prefix is null ? "" : prefix + ".";
        string[] wanted = [.. found.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal))];
        if (wanted.Length == 0)
            throw new UserErrorException(prefix is null
                ? $"{path} holds no tensors."
                : $"{path} holds no tensors below '{prefix}'; its first names are {string.Join(", ", found.Keys.Take(3))}.");

        OrderedDictionary<string, Tensor> tensors = [];
        foreach (IGrouping<string, string> group in wanted.GroupBy(name => found[name].Storage.Key))
        {
            using TensorScope scope = TensorScope.Begin();
            using IDisposable mode = Grad.Disabled();
            Tensor storage = ReadStorage(archive, root, found[group.First()].Storage);
            foreach (string name in group)
            {
                PickleTensor tensor = found[name];
                if (tensor.Storage != found[group.First()].Storage)
                    throw new FormatException($"its storage {tensor.Storage.Key} is described in two ways");
                // A copy of its own in row-major order: the file's views may share and stride.
                Tensor copy = s_asStrided.Invoke(storage, tensor.Shape, tensor.Strides, tensor.Offset).Contiguous().Clone();
                tensors.Add(name, scope.MoveOut(copy));
            }
        }
        OrderedDictionary<string, Tensor> ordered = [];
        foreach (string name in wanted)
            ordered.Add(name[start.Length..], tensors[name]);
        return ordered;
    }

    private static Tensor ReadStorage(ZipArchive archive, string root, PickleStorage storage)
    {
        ZipArchiveEntry entry = archive.GetEntry($"{root}data/{storage.Key}") ?? throw new FormatException($"its storage {storage.Key} is missing");
        if ((Int128)storage.Elements * storage.DType.ByteSize() != entry.Length)
            throw new FormatException($"its storage {storage.Key} has {entry.Length} bytes but should hold {storage.Elements} elements of type {storage.DType}");
        return Tensor.FromBytes(ReadEntry(entry, Array.MaxLength), storage.DType, storage.Elements);
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, long maximum)
    {
        if (entry.Length > maximum)
            throw new FormatException($"its part {entry.FullName} has {entry.Length} bytes, more than this reader takes");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
