using Mien.Core;
using Mien.Training.Distributed;

namespace Mien.Cli.Launching;

/// <summary>Which processes of a job this machine runs.</summary>
/// <param name="ProcessesPerNode">Processes on each machine.</param>
/// <param name="Nodes">Machines.</param>
/// <param name="NodeRank">This machine's number, from 0.</param>
/// <param name="MasterAddress">Name or address of machine 0; null on a single machine.</param>
/// <param name="MasterPort">Port there; null for the default, and on a single machine for a free one.</param>
internal sealed record LaunchOptions(int ProcessesPerNode, int Nodes, int NodeRank, string? MasterAddress, int? MasterPort)
{
    /// <summary>The places of this machine's processes.</summary>
    /// <exception cref="UserErrorException">The options contradict each other.</exception>
    public IReadOnlyList<RankPlace> Places()
    {
        if (NodeRank >= Nodes)
            throw new UserErrorException($"--node-rank {NodeRank} is not one of {Nodes} machines; they are numbered from 0 to {Nodes - 1}.");
        if (Nodes > 1 && MasterAddress is null)
            throw new UserErrorException("Several machines need --master-addr, the name or address of the machine with --node-rank 0, the same on all of them.");
        string address = MasterAddress ?? "127.0.0.1";
        int port = MasterPort ?? (Nodes == 1 ? FreePort.Find() : RankPlace.DefaultPort);
        return [.. Enumerable.Range(0, ProcessesPerNode).Select(local => new RankPlace(
            NodeRank * ProcessesPerNode + local, Nodes * ProcessesPerNode, local, ProcessesPerNode, address, port))];
    }
}
