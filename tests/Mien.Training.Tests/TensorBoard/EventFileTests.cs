using System.Diagnostics;
using Mien.Training.TensorBoard;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        byte[] digits = "123456789"u8.ToArray();

        Assert.Equal(0xE3069283, EventRecord.Checksum(digits)); // the check value of the catalogue of CRC algorithms
        Assert.Equal(0x8A9136AA, EventRecord.Checksum(new byte[32])); // RFC 3720, B.4
        Assert.Equal(0xE3069283, EventFileReader.Checksum(digits)); // of the reader of these tests, too
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        EventFile file = EventFile.Begin(_folder.Path);
        file.Add(1, new SummaryValue("training/loss", 2.5), new SummaryValue("training/learning_rate", 1e-3));
        file.Add(3_000_000_000, new SummaryValue("examples/validation", [1, 2, 3], 640, 480));

        List<EventFileReader.Value> values = EventFileReader.Read(file.Path);

        Assert.Equal([(1, "training/loss"), (1, "training/learning_rate"), (3_000_000_000, "examples/validation")], values.Select(value => (value.Step, value.Tag)));
        Assert.Equal([2.5f, 1e-3f], values.Take(2).Select(value => value.Number));
        Assert.Equal([1, 2, 3], values[2].Png);
    }

    [Fact]
    public void A_file_is_cut_off_before_what_is_not_kept_and_before_what_is_damaged()
    {
        EventFile file = EventFile.Begin(_folder.Path);
        for (int step = 1; step <= 4; step++)
            file.Add(step, new SummaryValue("training/loss", step));
        long whole = new FileInfo(file.Path).Length;
        File.AppendAllText(file.Path, "half a rec");

        EventFile.Trim(file.Path, made => made.Step < 100);
        Assert.Equal(whole, new FileInfo(file.Path).Length);

        EventFile.Trim(file.Path, made => made.Step <= 2);
        Assert.Equal([1, 2], EventFileReader.Read(file.Path).Select(value => value.Step));

        byte[] bytes = File.ReadAllBytes(file.Path);
        bytes[^10] ^= 1;
        File.WriteAllBytes(file.Path, bytes);
        EventFile.Trim(file.Path, made => true);
        Assert.Equal([1], EventFileReader.Read(file.Path).Select(value => value.Step));
    }

    [Fact]
    public void Files_that_begin_in_one_second_are_in_order()
    {
        string[] begun = [.. Enumerable.Range(0, 3).Select(_ => EventFile.Begin(_folder.Path).Path)];

        Assert.Equal(begun, EventFile.In(_folder.Path));
        Assert.Equal(begun, begun.Order(StringComparer.Ordinal));
        Assert.All(begun, path => Assert.Matches(@"^events\.out\.tfevents\.\d{10}\..+", Path.GetFileName(path)));
    }

    [Fact]
    public void TensorBoard_reads_them()
    {
        Assert.SkipUnless(Python("import tensorboard").Code == 0, "Python's tensorboard is not on this machine.");
        EventFile file = EventFile.Begin(_folder.Path);
        file.Add(7, new SummaryValue("training/loss", 2.5));
        file.Add(9, new SummaryValue("training/loss", 1.5));

        (int code, string output) = Python($$"""
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator({{System.Text.Json.JsonSerializer.Serialize(_folder.Path)}})
            events.Reload()
            print([(event.step, event.value) for event in events.Scalars("training/loss")])
            """);

        Assert.Equal((0, "[(7, 2.5), (9, 1.5)]"), (code, output.Trim()));
    }

    private static (int Code, string Output) Python(string program)
    {
        ProcessStartInfo start = new("/usr/bin/env", ["python3", "-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process python = Process.Start(start)!;
        Task<string> errors = python.StandardError.ReadToEndAsync();
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        _ = errors.Result;
        return (python.ExitCode, output);
    }
}
