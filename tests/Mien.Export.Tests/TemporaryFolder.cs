using Mien.Export.Onnx;

namespace Mien.Export.Tests;

/// <summary>A folder of a test's own, deleted with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mien-export-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(OnnxModel model)
    {
        string path = File("model.onnx");
        using FileStream stream = new(path, FileMode.Create);
        OnnxWriter.Write(model, stream);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
