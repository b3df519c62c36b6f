using Mien.Interop.OnnxRuntime;
using Mien.Vision;

namespace Mien.Inference;

/// <summary>How a session works.</summary>
public sealed record EmotionSessionOptions
{
    private readonly int _threads = 1;
    private readonly int _maxConcurrentCalls = Environment.ProcessorCount;

    /// <summary>Finds the faces; stays the caller's. Null takes those that come with Mien, and where they are not there OpenCV's Haar cascades.</summary>
    public IFaceDetector? Detector { get; init; }

    /// <summary>
    /// Threads of one call's arithmetic. 1, the default, is the calling thread alone: callers side by side use the cores best. 0 takes one
    /// for each core: the shortest time for one caller.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int Threads
    {
        get => _threads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _threads = value;
        }
    }

    /// <summary>Calls that run side by side, each with memory of its own; further ones wait for their turn. By default one for each processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxConcurrentCalls
    {
        get => _maxConcurrentCalls;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxConcurrentCalls = value;
        }
    }

    /// <summary>What runs the networks: the CPU unless told otherwise. Others need the ONNX Runtime build that <c>MIEN_ONNXRUNTIME</c> names.</summary>
    public OrtProviderOptions Provider { get; init; } = new();
}
