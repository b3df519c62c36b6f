using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>Opens what finds faces: files that are named, or those that come with Mien.</summary>
public static class ShippedFaceFinder
{
    /// <summary>Opens a detector whose faces have the five points of the landmark network, where there is one: what training, sessions and explanations crop by.</summary>
    /// <param name="detector">A detector file; null for the one that comes with Mien, and where there is none the Haar cascade.</param>
    /// <param name="threads">Threads of the arithmetic; 0 chooses by the number of cores.</param>
    /// <param name="provider">What runs the networks; null takes the CPU.</param>
    /// <exception cref="UserErrorException">A file is missing or not what it should be, or the cascade is not installed.</exception>
    public static IFaceDetector Open(string? detector = null, int threads = 0, OrtProviderOptions? provider = null)
    {
        IFaceDetector faces = OpenDetector(detector, threads, provider: provider);
        try
        {
            return OpenLandmarks(null, threads, provider) is { } landmarks ? new LandmarkedFaceDetector(faces, landmarks) : faces;
        }
        catch
        {
            faces.Dispose();
            throw;
        }
    }

    /// <summary>Opens a detector alone.</summary>
    /// <param name="detector">A detector file; null for the one that comes with Mien, and where there is none the Haar cascade.</param>
    /// <param name="threads">Threads of the arithmetic; 0 chooses by the number of cores.</param>
    /// <param name="forTracking">Whether weak faces are wanted too, to continue tracks (<see cref="FaceDetectorOptions.TrackingThreshold"/>).</param>
    /// <param name="provider">What runs a network; null takes the CPU.</param>
    /// <exception cref="UserErrorException">The file is missing or no detector, or the cascade is not installed.</exception>
    public static IFaceDetector OpenDetector(string? detector, int threads, bool forTracking = false, OrtProviderOptions? provider = null)
    {
        if ((detector ?? ModelFolder.Find("face-detector")) is not { } file)
            return new HaarFaceDetector(new HaarFaceDetectorOptions { Threads = Math.Max(1, threads) });
        FaceDetectorOptions options = new() { Threads = threads, Provider = provider ?? new OrtProviderOptions() };
        return OnnxFaceDetector.Load(file, forTracking ? options with { ScoreThreshold = FaceDetectorOptions.TrackingThreshold } : options);
    }

    /// <summary>Opens a landmark network alone.</summary>
    /// <param name="landmarks">Its file; null for the one that comes with Mien.</param>
    /// <param name="threads">Threads of the arithmetic; 0 chooses by the number of cores.</param>
    /// <param name="provider">What runs it; null takes the CPU.</param>
    /// <returns>The network, or null where none is named and none comes with Mien.</returns>
    /// <exception cref="UserErrorException">The file is missing or no landmark network.</exception>
    public static FaceLandmarkEstimator? OpenLandmarks(string? landmarks, int threads, OrtProviderOptions? provider = null) => (landmarks ?? ModelFolder.Find("face-landmarks")) is { } file
        ? FaceLandmarkEstimator.Load(file, threads, provider)
        : null;
}
