namespace Mien.Torch;

/// <summary>A module with two inputs; otherwise as <see cref="Module{TInput, TOutput}"/>.</summary>
/// <typeparam name="TFirst">A tensor, or a type that holds several.</typeparam>
/// <typeparam name="TSecond">A tensor, or a type that holds several.</typeparam>
/// <typeparam name="TOutput">A tensor, a tuple of tensors or <see cref="LstmOutput"/>; for any other type the tensors stay in the caller's scope.</typeparam>
public abstract class Module<TFirst, TSecond, TOutput> : Module
{
    /// <summary>Runs the module; the output belongs to the caller's scope.</summary>
    public TOutput Forward(TFirst first, TSecond second)
    {
        using ModuleCall call = Enter();
        if (!ModuleOutput<TOutput>.IsKnown)
            return ForwardCore(first, second);
        using TensorScope scope = TensorScope.Begin();
        return ModuleOutput<TOutput>.MoveOut(scope, ForwardCore(first, second));
    }

    /// <summary>Computes the output.</summary>
    protected abstract TOutput ForwardCore(TFirst first, TSecond second);
}
