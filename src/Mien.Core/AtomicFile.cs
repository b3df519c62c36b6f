namespace Mien.Core;

/// <summary>Writes files whole or not at all: under a temporary name in the same folder, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file through <paramref name="write"/>; on any failure the target is as it was.</summary>
    /// <param name="path">The file to make or replace; its folder is made when absent.</param>
    /// <param name="write">Writes the content to the given stream.</param>
    /// <param name="flushToDisk">Whether the content must have reached the disk before the rename (checkpoints).</param>
    public static void Write(string path, Action<Stream> write, bool flushToDisk = false)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a text file as UTF-8.</summary>
    public static void WriteAllText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
