using Mien.Torch;

namespace Mien.Training.Distributed;

/// <summary>What the processes tell each other about a step: their losses, and whether one was asked to stop.</summary>
public sealed class StepExchange
{
    private readonly CollectiveWork? _work;
    private readonly Tensor? _table; // (Processes + 1): the loss of each, and how many were asked to stop
    private double[] _values;

    internal StepExchange(ProcessGroup? group, double loss, bool stop)
    {
        _values = new double[(group?.Size ?? 1) + 1];
        _values[group?.Rank ?? 0] = loss;
        _values[^1] = stop ? 1 : 0;
        if (group is null)
            return;
        _table = Tensor.From(_values, _values.Length).Alias();
        _work = group.BeginAllReduce(_table);
    }

    /// <summary>Mean of the losses; valid after <see cref="End"/>, as are the others.</summary>
    public double MeanLoss => _values[..^1].Average();

    /// <summary>Whether a process was asked to stop: then all do, after this step.</summary>
    public bool Stop => _values[^1] > 0;

    /// <summary>The first process whose loss is not a number, or null.</summary>
    public int? RankNotFinite => Array.FindIndex(_values, value => !double.IsFinite(value)) is int rank and >= 0 ? rank : null;

    /// <summary>Waits for what the others have to say.</summary>
    public void End()
    {
        if (_work is null)
            return;
        _work.Wait();
        _values = _table!.ToArray<double>();
        _table.Dispose();
    }
}
