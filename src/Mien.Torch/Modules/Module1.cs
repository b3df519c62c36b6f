namespace Mien.Torch;

/// <summary>
/// A module with one input. Its forward pass has a <see cref="TensorScope"/> of its own: only the output survives it
/// (and what autograd needs), so what a pass makes on its way is freed as early as in PyTorch.
/// </summary>
/// <typeparam name="TInput">A tensor, or a type that holds several.</typeparam>
/// <typeparam name="TOutput">A tensor, a tuple of tensors or <see cref="LstmOutput"/>; for any other type the tensors stay in the caller's scope.</typeparam>
public abstract class Module<TInput, TOutput> : Module
{
    private Action<TOutput>? _forwardHooks;

    /// <summary>Runs the module; the output belongs to the caller's scope.</summary>
    public TOutput Forward(TInput input)
    {
        using ModuleCall call = Enter();
        if (!ModuleOutput<TOutput>.IsKnown)
        {
            TOutput unknown = ForwardCore(input);
            _forwardHooks?.Invoke(unknown);
            return unknown;
        }
        using TensorScope scope = TensorScope.Begin();
        TOutput output = ModuleOutput<TOutput>.MoveOut(scope, ForwardCore(input));
        _forwardHooks?.Invoke(output);
        return output;
    }

    /// <summary>
    /// Shows each output of the module before the caller gets it, until the result is disposed. The output stays the caller's,
    /// who may free it early: keep it by <see cref="Tensor.Alias"/>. Not to be called while another thread runs the module.
    /// </summary>
    /// <param name="hook">Is given the output.</param>
    public IDisposable RegisterForwardHook(Action<TOutput> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        _forwardHooks += hook;
        return new ForwardHook(() => _forwardHooks -= hook);
    }

    /// <summary>Computes the output.</summary>
    protected abstract TOutput ForwardCore(TInput input);
}
