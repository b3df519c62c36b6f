using System.Runtime.CompilerServices;

namespace Mien.Torch;

/// <summary>Moves the tensors of a module's output out of the scope of its forward pass.</summary>
internal static class ModuleOutput<TOutput>
{
    /// <summary>Whether all tensors of the output type can be found.</summary>
    public static bool IsKnown { get; } = typeof(TOutput) == typeof(Tensor) || typeof(TOutput) == typeof(LstmOutput)
        || typeof(TOutput) == typeof(Tensor[]) || (typeof(ITuple).IsAssignableFrom(typeof(TOutput)) && IsTupleOfTensors(typeof(TOutput)));

    public static TOutput MoveOut(TensorScope scope, TOutput output)
    {
        switch (output)
        {
            case Tensor tensor:
                scope.MoveOut(tensor);
                break;
            case LstmOutput lstm:
                scope.MoveOut(lstm.Output);
                scope.MoveOut(lstm.Hidden);
                scope.MoveOut(lstm.Cell);
                break;
            case Tensor[] tensors:
                foreach (Tensor tensor in tensors)
                    scope.MoveOut(tensor);
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    if (tuple[i] is Tensor tensor)
                        scope.MoveOut(tensor);
                }
                break;
        }
        return output;
    }

    private static bool IsTupleOfTensors(Type type) => Array.TrueForAll(type.GetGenericArguments(), argument => argument == typeof(Tensor));
}
