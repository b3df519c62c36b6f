using System.Globalization;
using System.Text;

namespace Mien.Server.Metrics;

/// <summary>Writes metrics in the text format of Prometheus (exposition format 0.0.4).</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a metric, whose lines follow.</summary>
    public void Begin(string name, string kind, string help) => _text.Append($"# HELP {name} {help}\n# TYPE {name} {kind}\n");

    /// <summary>Writes a line.</summary>
    /// <param name="name">The metric, with its labels.</param>
    /// <param name="value">Its value.</param>
    public void Line(string name, double value) => _text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");

    /// <summary>Writes a metric of one line.</summary>
    public void Single(string name, string kind, string help, double value)
    {
        Begin(name, kind, help);
        Line(name, value);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
