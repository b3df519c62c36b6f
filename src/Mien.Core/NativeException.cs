namespace Mien.Core;

/// <summary>A failure that a native engine (libtorch, ONNX Runtime, OpenCV) reported.</summary>
public sealed class NativeException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="function">The native function that failed.</param>
    /// <param name="message">The engine's own message.</param>
    public NativeException(string engine, string function, string message) : base($"{engine}: {function}: {message}") =>
        (Engine, Function) = (engine, function);

    /// <summary>Name of the engine.</summary>
    public string Engine { get; }

    /// <summary>The native function that failed.</summary>
    public string Function { get; }
}
