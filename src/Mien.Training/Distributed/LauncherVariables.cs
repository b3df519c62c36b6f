using System.Globalization;

namespace Mien.Training.Distributed;

/// <summary>The environment variables by which a launcher tells a process its place.</summary>
/// <param name="Name">The launcher, for messages.</param>
/// <param name="Rank">Variable of the process's number.</param>
/// <param name="WorldSize">Variable of the number of processes.</param>
/// <param name="LocalRank">Variable of its number on its machine.</param>
/// <param name="LocalWorldSize">Variable of the number of processes on its machine; empty where there is none.</param>
internal sealed record LauncherVariables(string Name, string Rank, string WorldSize, string LocalRank, string LocalWorldSize)
{
    private const string SlurmRank = "SLURM_PROCID";

    /// <summary>
    /// Launchers in the order in which they are asked: who sets torchrun's variables by hand means them. Slurm's are those of
    /// a job step: the script of `sbatch` has a SLURM_PROCID too but is one process.
    /// </summary>
    public static IReadOnlyList<LauncherVariables> Known { get; } =
    [
        new("torchrun", "RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"),
        new("mpirun (Open MPI)", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"),
        new("mpirun (MPICH)", "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"),
        new("srun (Slurm)", SlurmRank, "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", ""),
    ];

    /// <summary>The first machine of a Slurm job step; null with other launchers, which do not say.</summary>
    public string? FirstHost(Func<string, string?> variable) =>
        Rank == SlurmRank && (variable("SLURM_STEP_NODELIST") ?? variable("SLURM_JOB_NODELIST")) is { Length: > 0 } hosts ? FirstOf(hosts) : null;

    /// <summary>The port where none is set: with Slurm one that two jobs on a machine rarely share.</summary>
    public int Port(Func<string, string?> variable) =>
        Rank == SlurmRank && long.TryParse(variable("SLURM_JOB_ID"), NumberStyles.None, CultureInfo.InvariantCulture, out long job)
            ? 15000 + (int)(job % 10000)
            : RankPlace.DefaultPort;

    /// <summary>The first of a list such as <c>node[007-012,20],login1</c>: node007.</summary>
    internal static string FirstOf(string hosts)
    {
        int end = hosts.IndexOfAny([',', '[']);
        if (end < 0)
            return hosts;
        if (hosts[end] == ',')
            return hosts[..end];
        int close = hosts.IndexOf(']', end);
        string first = hosts[(end + 1)..close].Split(',', '-')[0];
        string rest = hosts[(close + 1)..].Split(',')[0];
        return hosts[..end] + first + rest;
    }
}
