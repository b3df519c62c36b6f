using Mien.Core;
using Mien.Training.Distributed;

namespace Mien.Training.Tests.Distributed;

public sealed class RankPlaceTests
{
    [Fact]
    public void Without_a_launcher_a_process_trains_alone() => Assert.Same(RankPlace.Alone, Read());

    [Fact]
    public void Torchruns_variables_are_read() => Assert.Equal(
        new RankPlace(3, 4, 1, 2, "10.0.0.1", 29400),
        Read("RANK=3", "WORLD_SIZE=4", "LOCAL_RANK=1", "LOCAL_WORLD_SIZE=2", "MASTER_ADDR=10.0.0.1", "MASTER_PORT=29400"));

    [Fact]
    public void Kubernetes_says_no_local_rank() => Assert.Equal(
        new RankPlace(1, 2, 0, 1, "job-master-0", 23456),
        Read("RANK=1", "WORLD_SIZE=2", "MASTER_ADDR=job-master-0", "MASTER_PORT=23456"));

    [Fact]
    public void On_one_machine_mpirun_needs_no_address() => Assert.Equal(
        new RankPlace(1, 2, 1, 2, "127.0.0.1", 29500),
        Read("OMPI_COMM_WORLD_RANK=1", "OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_LOCAL_RANK=1", "OMPI_COMM_WORLD_LOCAL_SIZE=2"));

    [Fact]
    public void On_several_machines_mpirun_needs_one()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() =>
            Read("OMPI_COMM_WORLD_RANK=1", "OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_LOCAL_RANK=1", "OMPI_COMM_WORLD_LOCAL_SIZE=2"));

        Assert.Contains("MASTER_ADDR", error.Message);
        Assert.Contains("Open MPI", error.Message);
    }

    [Theory]
    [InlineData("node[007-012,20],login1", "node007")]
    [InlineData("node3,node4", "node3")]
    [InlineData("gpu[2,5]-ib", "gpu2-ib")]
    [InlineData("alone", "alone")]
    public void Slurm_names_the_first_machine_by_a_list(string nodes, string first) => Assert.Equal(
        new RankPlace(5, 8, 1, 2, first, 15000 + 4321),
        Read("SLURM_PROCID=5", "SLURM_STEP_NUM_TASKS=8", "SLURM_LOCALID=1", $"SLURM_STEP_NODELIST={nodes}", "SLURM_JOB_ID=234321"));

    [Fact]
    public void The_script_of_a_slurm_job_is_no_rank() => Assert.Same(RankPlace.Alone, Read("SLURM_PROCID=0", "SLURM_NTASKS=8", "SLURM_JOB_ID=7"));

    [Fact]
    public void A_world_of_one_is_alone() => Assert.False(Read("RANK=0", "WORLD_SIZE=1").IsDistributed);

    [Theory]
    [InlineData("RANK=4", "RANK")]
    [InlineData("RANK=-1", "RANK")]
    [InlineData("RANK=first", "RANK")]
    [InlineData("MASTER_PORT=99999", "MASTER_PORT")]
    public void A_variable_that_makes_no_sense_is_named(string setting, string name) => Assert.Contains(
        name,
        Assert.Throws<UserErrorException>(() => Read("RANK=0", "WORLD_SIZE=4", "MASTER_ADDR=a", "MASTER_PORT=1", setting)).Message);

    [Fact]
    public void A_place_survives_its_own_variables()
    {
        RankPlace place = new(3, 4, 1, 2, "10.0.0.1", 29400);

        Assert.Equal(place, RankPlace.Read(place.ToVariables().GetValueOrDefault));
    }

    private static RankPlace Read(params string[] settings)
    {
        Dictionary<string, string> variables = [];
        foreach (string[] parts in settings.Select(setting => setting.Split('=', 2)))
            variables[parts[0]] = parts[1];
        return RankPlace.Read(variables.GetValueOrDefault);
    }
}
