using Mien.Export.Onnx;

namespace Mien.Export.Tests;

/// <summary>Models as files.</summary>
internal static class OnnxFile
{
    /// <summary>Writes a model into a folder; its full path.</summary>
    public static string Write(this TemporaryFolder folder, OnnxModel model)
    {
        string path = folder.File("model.onnx");
        using FileStream stream = new(path, FileMode.Create);
        OnnxWriter.Write(model, stream);
        return path;
    }
}
