using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>One recorded forward pass; its tensors live as long as the recorder.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Calls">The calls in order.</param>
/// <param name="Outputs">The outputs with their names.</param>
internal sealed record TracedPass(IReadOnlyList<Tensor> Inputs, IReadOnlyList<OperatorCall> Calls, IReadOnlyList<(string Name, Tensor Tensor)> Outputs);
