namespace Mien.Torch;

/// <summary>
/// LSTM over time; state: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, with _reverse for the backward direction,
/// and so on for each layer. Initialised as PyTorch does: uniform within 1 / sqrt(H).
/// </summary>
public sealed class Lstm : Module<Tensor, LstmOutput>
{
    private readonly long _hiddenSize;
    private readonly int _layers;
    private readonly bool _batchFirst;
    private readonly double _dropout;
    private readonly bool _bidirectional;
    private readonly Tensor[] _weights;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputSize">Features of the input at each time.</param>
    /// <param name="hiddenSize">Features of each direction's output, H.</param>
    /// <param name="layers">Layers, each over the output of the one below.</param>
    /// <param name="batchFirst">Whether tensors are (N, T, F) rather than (T, N, F).</param>
    /// <param name="dropout">Dropout between layers while training.</param>
    /// <param name="bidirectional">Whether a second pass runs backwards in time.</param>
    public Lstm(long inputSize, long hiddenSize, int layers = 1, bool batchFirst = false, double dropout = 0, bool bidirectional = false)
    {
        (_hiddenSize, _layers, _batchFirst, _dropout, _bidirectional) = (hiddenSize, layers, batchFirst, dropout, bidirectional);
        List<Tensor> weights = [];
        for (int layer = 0; layer < layers; layer++)
        {
            long layerInput = layer == 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
            foreach (string direction in bidirectional ? ["", "_reverse"] : new[] { "" })
            {
                weights.Add(RegisterParameter($"weight_ih_l{layer}{direction}", Tensor.Empty([4 * hiddenSize, layerInput])));
                weights.Add(RegisterParameter($"weight_hh_l{layer}{direction}", Tensor.Empty([4 * hiddenSize, hiddenSize])));
                weights.Add(RegisterParameter($"bias_ih_l{layer}{direction}", Tensor.Empty([4 * hiddenSize])));
                weights.Add(RegisterParameter($"bias_hh_l{layer}{direction}", Tensor.Empty([4 * hiddenSize])));
            }
        }
        _weights = [.. weights];
        double bound = 1 / Math.Sqrt(hiddenSize);
        foreach (Tensor weight in _weights)
            Init.Uniform(weight, -bound, bound);
    }

    /// <summary>Runs from zero states; see <see cref="Functional.Lstm"/> for shapes.</summary>
    protected override LstmOutput ForwardCore(Tensor input)
    {
        long batch = input.Shape[_batchFirst ? 0 : 1];
        long[] stateShape = [_layers * (_bidirectional ? 2 : 1), batch, _hiddenSize];
        Tensor zeros = Tensor.Zeros(stateShape, input.DType, input.Device);
        return Functional.Lstm(input, zeros, zeros, _weights, _layers, _dropout, IsTraining, _bidirectional, _batchFirst);
    }
}
