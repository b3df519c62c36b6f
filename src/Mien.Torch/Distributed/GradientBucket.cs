namespace Mien.Torch;

/// <summary>Gradients that travel together, as one flat tensor.</summary>
/// <param name="parameters">Their parameters, all of one type.</param>
internal sealed class GradientBucket(Tensor[] parameters)
{
    private int _ready;
    private Tensor? _flat; // the gradients one after another, then for each parameter 1 where it has one
    private CollectiveWork? _work;

    public IReadOnlyList<Tensor> Parameters => parameters;

    public bool IsReady => _ready == parameters.Length;

    public void CountReady() => _ready++;

    public void Reset()
    {
        _ready = 0;
        _flat?.Dispose();
        (_flat, _work) = (null, null);
    }

    /// <summary>Packs the gradients and sends them.</summary>
    public void Begin(ProcessGroup group)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            Tensor?[] gradients = [.. parameters.Select(parameter => parameter.Grad)];
            DType dtype = parameters[0].DType;
            Tensor present = Tensor.From([.. gradients.Select(gradient => gradient is null ? 0f : 1f)], gradients.Length).To(dtype);
            _flat = scope.Keep(Tensor.Cat(
            [
                .. gradients.Select((gradient, index) => gradient?.Reshape(-1) ?? Tensor.Zeros([parameters[index].ElementCount], dtype)),
                present.To(parameters[0].Device),
            ]));
            _work = group.BeginAllReduce(_flat);
        }
    }

    /// <summary>Waits and puts the means where the gradients were.</summary>
    public void End(int processes)
    {
        _work!.Wait();
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            Tensor flat = _flat!;
            long start = parameters.Sum(parameter => parameter.ElementCount);
            float[] present = flat.Slice(0, start).To(DType.Float32).ToArray<float>();
            flat.MulInPlace(1.0 / processes);
            start = 0;
            for (int index = 0; index < parameters.Length; index++)
            {
                Tensor parameter = parameters[index];
                long end = start + parameter.ElementCount;
                Tensor mean = flat.Slice(0, start, end).Reshape(parameter.Shape.AsSpan());
                if (parameter.Grad is { } gradient)
                    gradient.CopyInPlace(mean);
                else if (present[index] > 0)
                    parameter.Grad = mean.Clone();
                start = end;
            }
        }
        Reset();
    }
}
