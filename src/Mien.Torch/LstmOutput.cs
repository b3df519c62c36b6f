namespace Mien.Torch;

/// <summary>What an LSTM returns.</summary>
/// <param name="Output">Hidden state of the last layer at each time, (N, T, directions * H), or time first.</param>
/// <param name="Hidden">Last hidden state of each layer and direction, (layers * directions, N, H).</param>
/// <param name="Cell">Last cell state, the same shape.</param>
public readonly record struct LstmOutput(Tensor Output, Tensor Hidden, Tensor Cell);
