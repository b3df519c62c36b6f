namespace Mien.Interop.Torch;

/// <summary>c10d's stores, process groups and collectives. Failures are <see cref="Mien.Core.NativeException"/>.</summary>
public static unsafe class NativeCollective
{
    /// <summary>Flags of the backends that this build has: 1 Gloo, 2 NCCL.</summary>
    public static int Backends
    {
        get
        {
            int backends;
            NativeMethods.Check(NativeMethods.CollectiveBackends(&backends));
            return backends;
        }
    }

    /// <summary>Opens a store as its holder or as a client, which waits until it is there.</summary>
    public static StoreHandle OpenStore(string host, int port, int size, bool isHolder, TimeSpan timeout)
    {
        nint store;
        NativeMethods.Check(NativeMethods.StoreOpen(host, port, size, isHolder ? 1 : 0, (long)timeout.TotalMilliseconds, &store));
        return new StoreHandle(store);
    }

    /// <summary>The port that a store listens on.</summary>
    public static int PortOf(StoreHandle store)
    {
        int port;
        NativeMethods.Check(NativeMethods.StorePort(store, &port));
        return port;
    }

    /// <summary>Writes a value.</summary>
    public static void SetValue(StoreHandle store, string key, ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
            NativeMethods.Check(NativeMethods.StoreSet(store, key, start, value.Length));
    }

    /// <summary>Waits for a value and reads it; at most 64 KiB.</summary>
    public static byte[] GetValue(StoreHandle store, string key, TimeSpan timeout)
    {
        byte[] value = new byte[65536];
        int length;
        fixed (byte* start = value)
            NativeMethods.Check(NativeMethods.StoreGet(store, key, (long)timeout.TotalMilliseconds, start, value.Length, &length));
        return value[..Math.Min(length, value.Length)];
    }

    /// <summary>Joins a group; returns when every process of it has.</summary>
    /// <param name="store">Where the processes meet; kept alive by the group.</param>
    /// <param name="name">Tells groups that meet in one store apart.</param>
    /// <param name="backend">1 Gloo, 2 NCCL.</param>
    /// <param name="rank">This process's number, from 0.</param>
    /// <param name="size">Number of processes.</param>
    /// <param name="address">This machine's address that the others reach it by; empty for the host name's.</param>
    /// <param name="timeout">How long a collective may wait for the others.</param>
    public static GroupHandle JoinGroup(StoreHandle store, string name, int backend, int rank, int size, string address, TimeSpan timeout)
    {
        nint group;
        NativeMethods.Check(NativeMethods.GroupJoin(store, name, backend, rank, size, address, (long)timeout.TotalMilliseconds, &group));
        return new GroupHandle(group);
    }

    /// <summary>Makes every wait of a group fail, on any thread, now and from now on.</summary>
    public static void Abort(GroupHandle group) => NativeMethods.Check(NativeMethods.GroupAbort(group));

    /// <summary>Begins to reduce in place: 0 sum, 1 minimum, 2 maximum. The result is for <see cref="Wait"/>, once.</summary>
    public static nint AllReduce(GroupHandle group, TensorHandle tensor, int operation)
    {
        nint work;
        NativeMethods.Check(NativeMethods.AllReduce(group, tensor, operation, &work));
        return work;
    }

    /// <summary>Begins to overwrite with the tensor of one process. The result is for <see cref="Wait"/>, once.</summary>
    public static nint Broadcast(GroupHandle group, TensorHandle tensor, int root)
    {
        nint work;
        NativeMethods.Check(NativeMethods.Broadcast(group, tensor, root, &work));
        return work;
    }

    /// <summary>Waits for a work and frees it, also where it failed.</summary>
    public static void Wait(nint work) => NativeMethods.Check(NativeMethods.WorkWait(work));

    /// <summary>The sum over all processes, which gradients flow through.</summary>
    public static TensorHandle SumOverProcesses(GroupHandle group, TensorHandle tensor, bool gradEnabled)
    {
        nint sum;
        NativeMethods.Check(NativeMethods.SumOverProcesses(group, tensor, gradEnabled ? 1 : 0, &sum));
        return new TensorHandle(sum);
    }
}
