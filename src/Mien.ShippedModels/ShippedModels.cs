using Mien.Core;

namespace Mien.Inference;

/// <summary>
/// The model files that come with Mien, in the folder <c>models</c> beside an application that has the package Mien.ShippedModels, or of
/// a clone of Mien. What each is worth and the licences of what it learned from are in the model card beside it (<c>.md</c>).
/// </summary>
public static class ShippedModels
{
    /// <summary>Full path of the model that tells the emotions of faces.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string FaceEmotion => Find("face-emotion");

    /// <summary>Full path of the model that tells the emotions of speech.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string SpeechEmotion => Find("speech-emotion");

    /// <summary>Full path of the model that finds faces; sessions use it by themselves.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string FaceDetector => Find("face-detector");

    /// <summary>Full path of the model that finds the 68 landmarks of a face; sessions use it by themselves.</summary>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static string FaceLandmarks => Find("face-landmarks");

    private static string Find(string name) => ModelFolder.Find(name)
        ?? throw new UserErrorException($"The model {name}.onnx, which comes with Mien, is not in a folder `models` beside {AppContext.BaseDirectory}; add the package Mien.ShippedModels to the application's project, or name another file.");
}
