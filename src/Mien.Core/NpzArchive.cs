using System.IO.Compression;

namespace Mien.Core;

/// <summary>Reads the arrays of a NumPy <c>.npz</c> file (a ZIP archive of <c>.npy</c> files).</summary>
public sealed class NpzArchive : IDisposable
{
    private const string Extension = ".npy";
    private readonly string _path;
    private readonly ZipArchive _archive;

    private NpzArchive(string path, ZipArchive archive) => (_path, _archive) = (path, archive);

    /// <summary>Names of the arrays.</summary>
    public IEnumerable<string> Names => _archive.Entries
        .Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)).Select(entry => entry.FullName[..^Extension.Length]);

    /// <summary>Opens a file.</summary>
    /// <exception cref="UserErrorException">It is missing or no such archive.</exception>
    public static NpzArchive Open(string path)
    {
        try
        {
            return new NpzArchive(path, ZipFile.OpenRead(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserErrorException($"The NumPy archive {path} cannot be opened ({error.Message.TrimEnd('.')}); check its path and permissions or make it again.", error);
        }
    }

    /// <summary>Reads one array.</summary>
    /// <exception cref="UserErrorException">There is none of that name, or it cannot be read.</exception>
    public NpyArray Read(string name)
    {
        ZipArchiveEntry entry = _archive.GetEntry(name + Extension)
            ?? throw new UserErrorException($"The NumPy archive {_path} holds no array {name}, only: {string.Join(", ", Names)}.");
        try
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return NpyArray.Parse(bytes, $"{name} in {_path}");
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new UserErrorException($"The array {name} in {_path} is damaged; copy or make the file again.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}
