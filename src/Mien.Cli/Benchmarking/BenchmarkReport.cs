using System.Text.Json;
using Mien.Core;

namespace Mien.Cli.Benchmarking;

/// <summary>The file of one `mien bench`.</summary>
/// <param name="Time">When.</param>
/// <param name="Machine">Where.</param>
/// <param name="PeakMemoryMegabytes">The most memory that the process held, in 10^6 bytes, all models of the run together.</param>
/// <param name="Rows">What was measured.</param>
internal sealed record BenchmarkReport(DateTimeOffset Time, BenchmarkMachine Machine, double PeakMemoryMegabytes, IReadOnlyList<BenchmarkRow> Rows)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Reads a file that an earlier run wrote.</summary>
    /// <exception cref="UserErrorException">It is missing, unreadable, or something else.</exception>
    public static BenchmarkReport Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkReport>(File.ReadAllText(path), s_json) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} is no file of `mien bench -o FILE` ({error.Message.ReplaceLineEndings(" ")}).", error);
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, s_json) + "\n");
}
