using System.Runtime.Versioning;

namespace Mien.Analysis.Tests;

[SupportedOSPlatform("linux")]
public sealed class ResourceMonitorTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void The_machine_tells_what_it_has()
    {
        using ResourceMonitor monitor = new(TimeSpan.Zero);
        long until = Environment.TickCount64 + 200;
        while (Environment.TickCount64 < until)
        {
            // somebody is to have used the processors
        }
        ResourceSample sample = monitor.Read();
        Assert.InRange(sample.MachineProcessors!.Value, 0.01, 1);
        Assert.InRange(sample.ProcessProcessors!.Value, 0.01, 1);
        Assert.InRange(sample.FreeMemory!.Value, 0.001, 1);
        Assert.InRange(sample.ProcessMemoryBytes, 1 << 20, 1L << 40);
    }

    [Fact]
    public void Shares_are_those_between_two_samples()
    {
        using TemporaryFolder folder = new();
        Write(folder, "proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        Write(folder, "proc/meminfo", "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    250 kB\n");
        using ResourceMonitor monitor = new(TimeSpan.FromSeconds(1), _clock, folder.Path, gpu: null);
        Assert.Null(monitor.Read().MachineProcessors);
        Assert.Equal(0.25, monitor.Read().FreeMemory);
        Assert.Null(monitor.Read().FreeGpuMemory);
        Write(folder, "proc/stat", "cpu  150 0 125 815 10 0 0 0 0 0\n");
        _clock.Advance(0.5);
        Assert.Null(monitor.Read().MachineProcessors); // still the old sample
        _clock.Advance(0.5);
        Assert.Equal(0.75, monitor.Read().MachineProcessors);
    }

    [Fact]
    public void A_containers_limit_counts_where_it_is_the_smaller_one()
    {
        using TemporaryFolder folder = new();
        Write(folder, "proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 900 kB\n");
        Write(folder, "sys/fs/cgroup/memory.max", "1000\n");
        Write(folder, "sys/fs/cgroup/memory.current", "800\n");
        Write(folder, "sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 200\n");
        Assert.Equal(0.4, new MemoryReader(folder.Path).ReadFree()!.Value, 10);
        Write(folder, "sys/fs/cgroup/memory.max", "max\n");
        Assert.Equal(0.9, new MemoryReader(folder.Path).ReadFree()!.Value, 10);
    }

    [Fact]
    public void What_cannot_be_read_is_not_known()
    {
        using TemporaryFolder folder = new();
        Write(folder, "proc/stat", "intr 1 2 3\n");
        using ResourceMonitor monitor = new(TimeSpan.Zero, _clock, folder.Path, gpu: null);
        _clock.Advance(1);
        ResourceSample sample = monitor.Read();
        Assert.Null(sample.MachineProcessors);
        Assert.Null(sample.FreeMemory);
    }

    [Theory]
    [InlineData("echo '8000, 10000'; echo '9700, 10000'", 0.03)]
    [InlineData("echo '[N/A], [N/A]'", null)]
    [InlineData("echo 'NVIDIA-SMI has failed' >&2; exit 9", null)]
    public async Task The_memory_of_the_fullest_gpu_counts(string answer, double? expected)
    {
        using TemporaryFolder folder = new();
        string program = System.IO.Path.Combine(folder.Path, "nvidia-smi");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{answer}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using GpuMemoryReader? reader = GpuMemoryReader.Find($"/nowhere:{folder.Path}");
        Assert.Null(reader!.Read(_clock.GetUtcNow()));
        await reader.Reading;
        if (expected is { } free)
            Assert.Equal(free, reader.Read(_clock.GetUtcNow())!.Value, 10);
        else
            Assert.Null(reader.Read(_clock.GetUtcNow()));
    }

    [Fact]
    public void A_gpu_that_does_not_answer_holds_nobody_up()
    {
        using TemporaryFolder folder = new();
        string program = System.IO.Path.Combine(folder.Path, "nvidia-smi");
        File.WriteAllText(program, "#!/bin/sh\nexec sleep 600\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        long begun = Environment.TickCount64;
        using (GpuMemoryReader reader = GpuMemoryReader.Find(folder.Path)!)
        {
            Assert.Null(reader.Read(_clock.GetUtcNow()));
            _clock.Advance(60);
            Assert.Null(reader.Read(_clock.GetUtcNow()));
        }
        Assert.InRange(Environment.TickCount64 - begun, 0, 5000);
        Assert.Null(GpuMemoryReader.Find("/nowhere"));
        Assert.Null(GpuMemoryReader.Find(null));
    }

    private static void Write(TemporaryFolder folder, string name, string text)
    {
        string path = System.IO.Path.Combine(folder.Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
