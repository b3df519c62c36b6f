using System.Globalization;
using System.Text.Json;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>What `mien evaluate` wrote of a model.</summary>
internal sealed class EvaluationFile : IDisposable
{
    private readonly JsonDocument _json;

    public EvaluationFile(string folder, string stem)
    {
        _json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, stem + ".json")));
        string[][] rows = [.. File.ReadLines(Path.Combine(folder, stem + ".predictions.csv")).Skip(1).Select(line => line.Split(','))];
        Actual = [.. rows.Select(row => row[1])];
        Predicted = [.. rows.Select(row => row[2])];
        Probabilities = [.. rows.Select(row => row[3..].Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
    }

    public IReadOnlyList<string> Actual { get; }

    public IReadOnlyList<string> Predicted { get; }

    public IReadOnlyList<float[]> Probabilities { get; }

    public double Score(string metric) => _json.RootElement.GetProperty("all").GetProperty("scores").GetProperty(metric).GetProperty("value").GetDouble();

    public string Confusion => _json.RootElement.GetProperty("all").GetProperty("confusion").GetRawText();

    public void Dispose() => _json.Dispose();
}
