using Mien.Interop.Torch;
using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>An operator call of a network's forward pass. Its tensors live as long as the <see cref="CallObserver"/>.</summary>
/// <param name="Place">Its name in the pass.</param>
/// <param name="Operator">The operator with its overload, for example <c>aten::add.Tensor</c>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">Its result.</param>
internal sealed record ObservedCall(string Place, string Operator, IReadOnlyList<Argument> Arguments, Tensor Result)
{
    /// <summary>The tensors among its arguments.</summary>
    public IEnumerable<Tensor> Inputs => Arguments.Where(argument => argument.Kind == ValueKind.Tensor).Select(argument => argument.AsTensor());

    /// <summary>Path of the module that made it.</summary>
    public string ModulePath => Place[..Place.IndexOf('/')];
}
