using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mien.Core;
using Mien.Torch;

namespace Mien.Training.Distributed;

/// <summary>What the processes of a run share once they have met: the store, the groups and the monitor.</summary>
internal sealed class Rendezvous : IDisposable
{
    private readonly TcpStore _store;
    private volatile bool _aborted;

    private Rendezvous(TcpStore store, RankMonitor monitor, ProcessGroup group, ProcessGroup layerGroup) =>
        (_store, Monitor, Group, LayerGroup) = (store, monitor, group, layerGroup);

    /// <summary>Notices who is gone.</summary>
    public RankMonitor Monitor { get; }

    /// <summary>Exchanges gradients, losses and weights.</summary>
    public ProcessGroup Group { get; }

    /// <summary>Exchanges what layers need while they compute; apart, because gradients may be under way at the same time.</summary>
    public ProcessGroup LayerGroup { get; }

    /// <summary>Waits for all processes.</summary>
    /// <param name="place">This process.</param>
    /// <param name="patience">How long to wait for the others.</param>
    /// <param name="collectiveTimeout">How long a collective may take later.</param>
    /// <param name="options">How soon a silent process counts as gone.</param>
    public static Rendezvous Meet(RankPlace place, TimeSpan patience, TimeSpan collectiveTimeout, RankMonitorOptions options)
    {
        if (!Collectives.Has(CollectiveBackend.Gloo))
            throw new UserErrorException("This build cannot train over several processes, because libtorch's Gloo or its headers were missing when it was built; install the Debian package libgloo-dev, delete .mien/stamps/native-torch and run ./mien build.");
        TcpStore store = OpenStore(place, patience);
        RankMonitor? monitor = null;
        try
        {
            AwaitAll(store, place, patience);
            monitor = new RankMonitor(store, place, options);
            string address = AddressTowards(place.MasterAddress);
            ProcessGroup group = new(store, place.Rank, place.WorldSize, collectiveTimeout, "gradients", address);
            ProcessGroup layerGroup = new(store, place.Rank, place.WorldSize, collectiveTimeout, "layers", address);
            return new Rendezvous(store, monitor, group, layerGroup);
        }
        catch (Exception error) when (error is NativeException or SocketException)
        {
            monitor?.Dispose();
            store.Dispose();
            throw new UserErrorException($"The {place.WorldSize} processes could not connect to each other ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); check that the machines can reach each other on every port, and set GLOO_SOCKET_IFNAME to the network interface to use.", error);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Makes what waits for the others fail.</summary>
    public void Abort()
    {
        _aborted = true;
        Group.Abort();
        LayerGroup.Abort();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Monitor.Dispose();
        Group.Dispose();
        LayerGroup.Dispose();
        // The threads of an aborted group may still speak to the store; the process is about to end anyway.
        if (!_aborted)
            _store.Dispose();
    }

    private static TcpStore OpenStore(RankPlace place, TimeSpan patience)
    {
        try
        {
            return new TcpStore(place.MasterAddress, place.MasterPort, place.WorldSize, isHolder: place.Rank == 0, patience);
        }
        catch (NativeException error)
        {
            string where = $"{place.MasterAddress}:{place.MasterPort}";
            throw new UserErrorException(
                place.Rank == 0
                    ? $"Rank 0 cannot be reached at {where} ({FirstLine(error)}); check that it is this machine's address, or choose another port with --master-port or MASTER_PORT."
                    : $"Rank {place.Rank} could not reach rank 0 at {where} within {patience.TotalSeconds:0} s ({FirstLine(error)}); check the address, the port and that rank 0 runs.",
                error);
        }
    }

    private static void AwaitAll(TcpStore store, RankPlace place, TimeSpan patience)
    {
        const string complete = "mien/complete";
        store.Set(KeyOf(place.Rank), Environment.MachineName);
        int awaited = 0;
        try
        {
            if (place.Rank != 0)
            {
                store.Get(complete);
                return;
            }
            for (awaited = 1; awaited < place.WorldSize; awaited++)
                store.Get(KeyOf(awaited));
            store.Set(complete, "");
        }
        catch (NativeException error)
        {
            throw new UserErrorException(
                place.Rank == 0
                    ? $"Rank {awaited} of {place.WorldSize} processes did not come to {place.MasterAddress}:{place.MasterPort} within {patience.TotalSeconds:0} s; start as many as the world size says, each machine with its own --node-rank."
                    : $"Not all of the {place.WorldSize} processes came to {place.MasterAddress}:{place.MasterPort} within {patience.TotalSeconds:0} s; rank 0 says which is missing.",
                error);
        }
    }

    private static string KeyOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"mien/rank/{rank}");

    // This machine's address on the way to rank 0's: a host name may stand for the loopback, which the others cannot reach.
    private static string AddressTowards(string host)
    {
        try
        {
            using Socket probe = new(Dns.GetHostAddresses(host)[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(host, RankPlace.DefaultPort); // sends nothing
            return ((IPEndPoint)probe.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd('.');
}
