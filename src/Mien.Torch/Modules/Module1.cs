namespace Mien.Torch;

/// <summary>
/// A module with one input. Its forward pass has a <see cref="TensorScope"/> of its own: only the output survives it
/// (and what autograd needs), so what a pass makes on its way is freed as early as in PyTorch.
/// </summary>
/// <typeparam name="TInput">A tensor, or a type that holds several.</typeparam>
/// <typeparam name="TOutput">A tensor, a tuple of tensors or <see cref="LstmOutput"/>; for any other type the tensors stay in the caller's scope.</typeparam>
public abstract class Module<TInput, TOutput> : Module
{
    /// <summary>Runs the module; the output belongs to the caller's scope.</summary>
    public TOutput Forward(TInput input)
    {
        using ModuleCall call = Enter();
        if (!ModuleOutput<TOutput>.IsKnown)
            return ForwardCore(input);
        using TensorScope scope = TensorScope.Begin();
        return ModuleOutput<TOutput>.MoveOut(scope, ForwardCore(input));
    }

    /// <summary>Computes the output.</summary>
    protected abstract TOutput ForwardCore(TInput input);
}
