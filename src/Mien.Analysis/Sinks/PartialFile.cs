using Mien.Core;

namespace Mien.Analysis;

/// <summary>
/// A file that grows under the name `path.part` and gets its own name when it is complete. Disposing it before
/// <see cref="Commit"/> deletes what was written; the file that had the name before stays as it was.
/// </summary>
public sealed class PartialFile : IDisposable
{
    private readonly string _partialPath;
    private FileStream? _stream;

    /// <summary>Opens the file for writing; makes its folder when absent.</summary>
    /// <param name="path">The final name.</param>
    /// <exception cref="UserErrorException">The folder or the file cannot be written.</exception>
    public PartialFile(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _partialPath = Path + ".part";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            _stream = new FileStream(_partialPath, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);
        }
        catch (Exception error) when (OutputError.Explain(Path, error) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Full path of the finished file.</summary>
    public string Path { get; }

    /// <summary>The stream to write to. Failures to write surface as <see cref="IOException"/>; see <see cref="OutputError"/>.</summary>
    /// <exception cref="ObjectDisposedException">The file was committed or disposed.</exception>
    public Stream Stream => _stream ?? throw new ObjectDisposedException(nameof(PartialFile));

    /// <summary>Closes the file and gives it its name.</summary>
    /// <exception cref="UserErrorException">The rest cannot be written or the file cannot be renamed.</exception>
    public void Commit()
    {
        try
        {
            Stream.Dispose();
            _stream = null;
            File.Move(_partialPath, Path, overwrite: true);
        }
        catch (Exception error) when (OutputError.Explain(Path, error) is { } explained)
        {
            File.Delete(_partialPath);
            throw explained;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stream, null) is not { } stream)
            return;
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk refuses the last buffer, too; the file goes anyway.
        }
        File.Delete(_partialPath);
    }
}
