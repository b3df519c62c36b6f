using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>
/// The processes of a job that compute together (c10d's process group). Every process calls the same collectives in
/// the same order, with tensors of the same shape and type.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    private readonly GroupHandle _handle;

    /// <summary>Joins a group; returns when every process of it has.</summary>
    /// <param name="store">Where the processes meet.</param>
    /// <param name="rank">This process's number, from 0.</param>
    /// <param name="size">Number of processes.</param>
    /// <param name="timeout">How long a collective may wait for the others.</param>
    /// <param name="name">Tells groups that meet in one store apart.</param>
    /// <param name="address">This machine's address that the others reach it by; empty for the host name's. The environment variable GLOO_SOCKET_IFNAME goes before it.</param>
    /// <param name="backend">What carries the tensors.</param>
    /// <exception cref="Mien.Core.NativeException">A process did not come in time, or the backend is not in this build.</exception>
    public ProcessGroup(TcpStore store, int rank, int size, TimeSpan timeout, string name = "default", string address = "", CollectiveBackend backend = CollectiveBackend.Gloo)
    {
        (Rank, Size) = (rank, size);
        _handle = NativeCollective.JoinGroup(store.Handle, name + "/", (int)backend, rank, size, address, timeout);
    }

    /// <summary>This process's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>Number of processes.</summary>
    public int Size { get; }

    /// <summary>Begins to reduce a contiguous tensor in place over all processes.</summary>
    public CollectiveWork BeginAllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum) =>
        new(NativeCollective.AllReduce(_handle, tensor.Handle, (int)operation));

    /// <summary>Reduces a contiguous tensor in place over all processes.</summary>
    public void AllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum) => BeginAllReduce(tensor, operation).Wait();

    /// <summary>Overwrites a contiguous tensor with that of one process.</summary>
    public void Broadcast(Tensor tensor, int root = 0) => new CollectiveWork(NativeCollective.Broadcast(_handle, tensor.Handle, root)).Wait();

    /// <summary>The tensors of all processes, one after another along a new first dimension, exactly as they were.</summary>
    /// <returns>(Size, ...shape).</returns>
    public Tensor AllGather(Tensor tensor)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            // Each process fills its own row; adding zeros changes no value.
            Tensor rows = Tensor.Zeros([Size, .. tensor.Shape], tensor.DType);
            rows.Select(0, Rank).CopyInPlace(tensor);
            AllReduce(rows);
            return scope.MoveOut(rows);
        }
    }

    /// <summary>The sum of a tensor over all processes as an operator that gradients flow through: each process's loss counts.</summary>
    public Tensor Sum(Tensor tensor) =>
        new(NativeCollective.SumOverProcesses(_handle, tensor.Handle, Grad.IsEnabled), AmbientState.Current.Scope);

    /// <summary>Returns when every process has called it.</summary>
    public void Barrier()
    {
        using Tensor token = Tensor.Zeros([1]);
        AllReduce(token);
    }

    /// <summary>
    /// Makes every wait in this process fail, on any thread, now and from now on: for when another process is known to be gone.
    /// </summary>
    public void Abort()
    {
        if (!_handle.IsClosed)
            NativeCollective.Abort(_handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
