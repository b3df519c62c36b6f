using Mien.Interop.Torch;
using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>Writes down the calls of a forward pass, unchanged.</summary>
internal sealed class CallObserver : OperatorInterceptor, IDisposable
{
    private readonly List<Tensor> _kept = []; // so that no other tensor takes the identity of one that was freed

    /// <summary>The calls, in order.</summary>
    public List<ObservedCall> Calls { get; } = [];

    protected override Tensor Invoke(Operator called, ReadOnlySpan<Argument> arguments, string place)
    {
        Tensor result = called.Invoke(arguments);
        Argument[] kept = new Argument[arguments.Length];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = arguments[i].Kind == ValueKind.Tensor ? Keep(arguments[i].AsTensor()) : arguments[i];
        Calls.Add(new ObservedCall(place, called.ToString(), kept, Keep(result)));
        return result;
    }

    private Tensor Keep(Tensor tensor)
    {
        _kept.Add(tensor.Alias());
        return _kept[^1];
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _kept)
            tensor.Dispose();
    }
}
