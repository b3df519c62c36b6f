namespace Mien.Torch;

/// <summary>Recurrent layers.</summary>
public static partial class Functional
{
    private static readonly Operator s_lstm = new("aten::lstm", "input");

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997) in PyTorch's form.</summary>
    /// <param name="input">(N, T, In) where <paramref name="batchFirst"/>, else (T, N, In).</param>
    /// <param name="hidden">First hidden state, (layers * directions, N, H).</param>
    /// <param name="cell">First cell state, the same shape.</param>
    /// <param name="weights">For each layer and direction: w_ih (4H, In), w_hh (4H, H), b_ih (4H), b_hh (4H).</param>
    /// <param name="layers">Layers.</param>
    /// <param name="dropout">Dropout between layers while training.</param>
    /// <param name="training">Whether dropout is on.</param>
    /// <param name="bidirectional">Whether a second pass runs backwards in time.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <returns>Output (N, T, directions * H) or (T, N, directions * H), and the last states.</returns>
    public static LstmOutput Lstm(Tensor input, Tensor hidden, Tensor cell, Tensor[] weights, long layers, double dropout, bool training,
        bool bidirectional, bool batchFirst)
    {
        Tensor[] results = s_lstm.InvokeTensors(input, new[] { hidden, cell }, weights, true, layers, dropout, training, bidirectional, batchFirst);
        return new LstmOutput(results[0], results[1], results[2]);
    }
}
