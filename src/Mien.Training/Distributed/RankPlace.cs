using System.Globalization;
using Mien.Core;

namespace Mien.Training.Distributed;

/// <summary>
/// This process's place among those that train together, as torchrun, `mien launch`, Kubernetes, `mpirun` or Slurm's
/// `srun` say it in environment variables.
/// </summary>
/// <param name="Rank">This process's number over all machines, from 0.</param>
/// <param name="WorldSize">Number of processes over all machines.</param>
/// <param name="LocalRank">Its number on its machine, from 0.</param>
/// <param name="LocalWorldSize">Number of processes on its machine.</param>
/// <param name="MasterAddress">Name or address of rank 0's machine.</param>
/// <param name="MasterPort">Port there at which the processes meet.</param>
public sealed record RankPlace(int Rank, int WorldSize, int LocalRank, int LocalWorldSize, string MasterAddress, int MasterPort)
{
    /// <summary>Port at which the processes meet where nothing else is said, as in PyTorch.</summary>
    public const int DefaultPort = 29500;

    /// <summary>The place of a process that trains alone.</summary>
    public static RankPlace Alone { get; } = new(0, 1, 0, 1, "127.0.0.1", DefaultPort);

    /// <summary>Whether there are others.</summary>
    public bool IsDistributed => WorldSize > 1;

    /// <summary>Reads the place from environment variables.</summary>
    /// <param name="variable">Gives a variable's value, or null.</param>
    /// <returns>The place; <see cref="Alone"/> where no launcher has said one.</returns>
    /// <exception cref="UserErrorException">The variables contradict each other, or one that is needed is missing.</exception>
    public static RankPlace Read(Func<string, string?> variable)
    {
        LauncherVariables? launcher = LauncherVariables.Known.FirstOrDefault(known => variable(known.Rank) is { Length: > 0 } && variable(known.WorldSize) is { Length: > 0 });
        if (launcher is null)
            return Alone;
        int size = Number(variable, launcher.WorldSize, 1, 65536);
        if (size == 1)
            return Alone;
        int rank = Number(variable, launcher.Rank, 0, size - 1);
        int localRank = Number(variable, launcher.LocalRank, 0, size - 1, fallback: 0);
        int localSize = Number(variable, launcher.LocalWorldSize, 1, size, fallback: 1);
        if (localRank >= localSize)
            localSize = localRank + 1;
        string address = variable("MASTER_ADDR") is { Length: > 0 } given ? given
            : localSize == size ? "127.0.0.1"
            : launcher.FirstHost(variable) ?? throw new UserErrorException($"{launcher.Name} started {size} processes on several machines but MASTER_ADDR is not set; set it to the name or address of the machine of rank 0.");
        return new RankPlace(rank, size, localRank, localSize, address, Number(variable, "MASTER_PORT", 1, 65535, fallback: launcher.Port(variable)));
    }

    /// <summary>The variables that tell a process its place, by torchrun's names.</summary>
    public IReadOnlyDictionary<string, string> ToVariables() => new Dictionary<string, string>
    {
        ["RANK"] = Text(Rank),
        ["WORLD_SIZE"] = Text(WorldSize),
        ["LOCAL_RANK"] = Text(LocalRank),
        ["LOCAL_WORLD_SIZE"] = Text(LocalWorldSize),
        ["MASTER_ADDR"] = MasterAddress,
        ["MASTER_PORT"] = Text(MasterPort),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(Func<string, string?> variable, string name, int least, int most, int? fallback = null)
    {
        string? text = name.Length > 0 ? variable(name) : null;
        if (string.IsNullOrEmpty(text) && fallback is { } value)
            return value;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UserErrorException($"The environment variable {name} is \"{text}\"; it must be a whole number from {least} to {most}.");
    }
}
