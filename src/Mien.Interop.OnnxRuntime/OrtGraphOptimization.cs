namespace Mien.Interop.OnnxRuntime;

/// <summary>How far ONNX Runtime rewrites a graph when it loads (its <c>GraphOptimizationLevel</c>).</summary>
public enum OrtGraphOptimization
{
    /// <summary>Not at all: each operator runs as the file says.</summary>
    None = 0,

    /// <summary>Constant folding, removal of what is not needed, and fusions that keep the results.</summary>
    Basic = 1,

    /// <summary>Also fusions that depend on the execution provider.</summary>
    Extended = 2,

    /// <summary>Also memory layouts made for the processor.</summary>
    All = 99,
}
