using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>Gradients of any tensors, and whether autograd records operators. The mode flows with the logical call, across <c>await</c>.</summary>
public static class Grad
{
    /// <summary>Whether autograd records operators here.</summary>
    public static bool IsEnabled => AmbientState.Current.GradEnabled;

    /// <summary>Stops recording until the result is disposed.</summary>
    public static IDisposable Disabled() => new Mode(enabled: false);

    /// <summary>Records, inside <see cref="Disabled"/> too, until the result is disposed.</summary>
    public static IDisposable Enabled() => new Mode(enabled: true);

    /// <summary>
    /// Gradients of an output with respect to tensors that it was computed from, leaves or not. No tensor's <see cref="Tensor.Grad"/> changes
    /// (torch.autograd.grad).
    /// </summary>
    /// <param name="output">The output; its graph is freed.</param>
    /// <param name="inputs">The tensors, each of which autograd knows.</param>
    /// <param name="gradient">Gradient of the result with respect to the output, of its shape; null where the output is a single number.</param>
    /// <returns>A gradient for each input, of its shape, in the current scope; null where the output does not depend on it.</returns>
    /// <exception cref="Core.NativeException">A tensor has no graph, or the output is no single number and has no gradient.</exception>
    public static Tensor?[] Of(Tensor output, IReadOnlyList<Tensor> inputs, Tensor? gradient = null)
    {
        TensorHandle?[] gradients = NativeTensor.Grad(
            [output.Handle], gradient is null ? [] : [gradient.Handle], [.. inputs.Select(input => input.Handle)], retainGraph: false, createGraph: false);
        TensorScope? scope = AmbientState.Current.Scope;
        return Array.ConvertAll(gradients, handle => handle is null ? null : new Tensor(handle, scope));
    }

    private sealed class Mode : IDisposable
    {
        private readonly bool _before;

        public Mode(bool enabled)
        {
            AmbientState ambient = AmbientState.Current;
            _before = ambient.GradEnabled;
            AmbientState.Current = ambient with { GradEnabled = enabled };
        }

        public void Dispose() => AmbientState.Current = AmbientState.Current with { GradEnabled = _before };
    }
}
