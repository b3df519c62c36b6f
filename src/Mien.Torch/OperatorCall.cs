namespace Mien.Torch;

/// <summary>One recorded operator call. The tensors are the recorder's own references: valid until it is disposed.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Arguments">The arguments that were given, in the schema's order; defaults are not filled in.</param>
/// <param name="Results">The results.</param>
/// <param name="ModulePath">Path of the module whose forward pass made the call, for example <c>features.0.1</c>; empty at the root.</param>
public sealed record OperatorCall(Operator Operator, IReadOnlyList<Argument> Arguments, IReadOnlyList<Argument> Results, string ModulePath);
