using System.Diagnostics;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Distributed;

/// <summary>Two processes in two network namespaces, each with an address of its own: as two machines on one cable.</summary>
public sealed class NetworkNamespaceTests : IDisposable
{
    private const string FirstAddress = "10.203.7.1", SecondAddress = "10.203.7.2";

    // Names of interfaces have at most 15 letters.
    private readonly string _name = $"mien{Environment.ProcessId % 100000}";
    private readonly TemporaryFolder _folder = new();

    public NetworkNamespaceTests()
    {
        DistributedTest.SkipWithoutGloo();
        bool made = Ip($"netns add {_name}a") && Ip($"netns add {_name}b")
            && Ip($"link add {_name}a type veth peer name {_name}b")
            && Ip($"link set {_name}a netns {_name}a") && Ip($"link set {_name}b netns {_name}b")
            && Ip($"-n {_name}a address add {FirstAddress}/24 dev {_name}a") && Ip($"-n {_name}b address add {SecondAddress}/24 dev {_name}b")
            && Ip($"-n {_name}a link set lo up") && Ip($"-n {_name}b link set lo up")
            && Ip($"-n {_name}a link set {_name}a up") && Ip($"-n {_name}b link set {_name}b up");
        if (!made)
            Dispose();
        Assert.SkipUnless(made, "Network namespaces can be made only by root with the right to, and with iproute2 installed.");
    }

    public void Dispose()
    {
        Ip($"netns delete {_name}a");
        Ip($"netns delete {_name}b");
        _folder.Dispose();
    }

    [Fact]
    public async Task Two_machines_find_the_gradients_of_one()
    {
        string whole = Path.Combine(_folder.Path, "whole.safetensors"), parts = Path.Combine(_folder.Path, "parts.safetensors");
        using (WorkerProcess one = WorkerProcess.Start(["gradients", whole, "sync"]))
            await one.SucceedAsync();
        using WorkerProcess first = Start(0, "gradients", parts, "sync"), second = Start(1, "gradients", parts, "sync");
        await first.SucceedAsync();
        await second.SucceedAsync();

        Dictionary<string, float[]> expected = StoredTensors.Numbers(whole), actual = StoredTensors.Numbers(parts);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string name, float[] numbers) in expected)
            for (int index = 0; index < numbers.Length; index++)
                Assert.True(Math.Abs(numbers[index] - actual[name][index]) <= 1e-5, $"{name}[{index}] is {actual[name][index]}, not {numbers[index]}.");
    }

    [Fact]
    public async Task A_machine_whose_cable_is_pulled_is_missed_by_the_other()
    {
        using WorkerProcess first = Start(0, "train", _folder.Path, "new", "10000"), second = Start(1, "train", _folder.Path, "new", "10000");
        await first.WaitForAsync("step 1 1");
        Stopwatch watch = Stopwatch.StartNew();
        Assert.True(Ip($"-n {_name}b link set {_name}b down"));
        (int code, _, string errors) = await first.WaitAsync();
        (int otherCode, _, string otherErrors) = await second.WaitAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"The job went on for {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal((3, 3), (code, otherCode));
        Assert.Contains($"Rank 1 (process {second.Id} on", errors);
        Assert.Contains($"Rank 0 (on {FirstAddress})", otherErrors);
    }

    private WorkerProcess Start(int rank, params IReadOnlyList<string> arguments) => WorkerProcess.Start(
        arguments,
        new Dictionary<string, string>(WorkerProcess.Place(rank, 2, FirstAddress, "29500")) { ["LOCAL_RANK"] = "0", ["LOCAL_WORLD_SIZE"] = "1", ["WORKER_PATIENCE_SECONDS"] = "8" },
        "ip", "netns", "exec", _name + (rank == 0 ? "a" : "b"));

    private static bool Ip(string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
