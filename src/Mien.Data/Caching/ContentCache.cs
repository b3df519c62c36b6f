using System.Security.Cryptography;
using System.Text;
using Mien.Core;

namespace Mien.Data.Caching;

/// <summary>
/// Keeps what is slow to make, in files named by the SHA-256 of what it was made of and how, so an entry is never out of date.
/// The folder, or any file in it, may be deleted at any time; any number of threads and processes may write at once, as each
/// entry appears whole by a rename; a damaged entry is made again. A full or read-only disk only makes things slower.
/// </summary>
/// <param name="folder">Where entries are kept; made when needed.</param>
public sealed class ContentCache(string folder)
{
    private const int HashLength = 32;

    /// <summary>The cache's folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The key of something made from a file's bytes.</summary>
    /// <param name="content">The bytes that it is made of.</param>
    /// <param name="recipe">Everything else that decides what is made: the step, its version and its settings.</param>
    public static string KeyOf(ReadOnlySpan<byte> content, string recipe)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(recipe));
        hash.AppendData([0]);
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The key of something made from a file, which is read in pieces.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipe">Everything else that decides what is made: the step, its version and its settings.</param>
    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    public static string KeyOfFile(string path, string recipe)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return KeyOf(SHA256.HashData(stream), recipe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({error.Message.TrimEnd('.')}); copy it again or remove it from the dataset.", error);
        }
    }

    /// <summary>The entry of a key; where there is none it is made and kept.</summary>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    /// <param name="make">Makes the entry's content; may run in several threads for one key.</param>
    public byte[] GetOrAdd(string key, Func<byte[]> make)
    {
        if (TryRead(key) is { } kept)
            return kept;
        byte[] content = make();
        Write(key, content);
        return content;
    }

    /// <summary>The content of an entry, or null where there is none or it is damaged.</summary>
    public byte[]? TryRead(string key)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(PathOf(key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        // The content is preceded by its hash: a file that the disk lost part of is found out here.
        return file.Length >= HashLength && SHA256.HashData(file.AsSpan(HashLength)).AsSpan().SequenceEqual(file.AsSpan(0, HashLength))
            ? file[HashLength..]
            : null;
    }

    /// <summary>Keeps an entry, or does not where the disk refuses.</summary>
    public void Write(string key, ReadOnlySpan<byte> content)
    {
        byte[] file = new byte[HashLength + content.Length];
        SHA256.HashData(content, file);
        content.CopyTo(file.AsSpan(HashLength));
        try
        {
            AtomicFile.Write(PathOf(key), stream => stream.Write(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The cache saves time only; a folder that is deleted meanwhile, or a full disk, must not end a run.
        }
    }

    private string PathOf(string key) => Path.Combine(Folder, key[..2], key);
}
