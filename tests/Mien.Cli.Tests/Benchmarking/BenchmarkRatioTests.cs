using Mien.Cli.Benchmarking;

namespace Mien.Cli.Tests.Benchmarking;

public sealed class BenchmarkRatioTests
{
    [Fact]
    public void What_both_measured_is_compared()
    {
        BenchmarkReport first = Report(Row("a.onnx", 1, 4), Row("b.onnx", 1, 2), Row("a.onnx", 8, 16));
        BenchmarkReport second = Report(Row("a.onnx", 8, 8), Row("a.onnx", 1, 5), Row("c.onnx", 1, 1));

        IReadOnlyList<BenchmarkRatio> ratios = BenchmarkRatio.Of(first, second);

        Assert.Equal([("a.onnx", 1, 1.25, 0.8), ("a.onnx", 8, 0.5, 2.0)], ratios.Select(ratio => (ratio.Key.Model, ratio.Key.Batch, ratio.Median, ratio.PerSecond)));
    }

    private static BenchmarkReport Report(params BenchmarkRow[] rows) => new(DateTimeOffset.UnixEpoch, new BenchmarkMachine("p", 2, "v", "s", "d", "o"), 1, rows);

    private static BenchmarkRow Row(string model, int batch, double ms) => BenchmarkRow.Of(new BenchmarkKey("model", model, "64x64", batch, 1, "cpu"), [TimeSpan.FromMilliseconds(ms)]);
}
