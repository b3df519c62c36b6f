using System.Globalization;
using System.Text;
using Mien.Data.Preparing;
using Mien.Reporting;

namespace Mien.Cli.Datasets;

/// <summary>Statistics of a dataset in words, tables and charts.</summary>
/// <param name="statistics">The numbers.</param>
internal sealed class StatisticsText(DatasetStatistics statistics)
{
    private const int HistogramBars = 12, PeopleShown = 40;

    /// <summary>Tables in Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        foreach ((string name, string value) in Facts())
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        text.Append('\n');
        foreach (ReportTable table in (ReportTable[])[Balance(), .. Quantities()])
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select((_, column) => column == 0 ? "---|" : "---:|"))}\n");
            foreach (IReadOnlyList<string> row in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A report with charts.</summary>
    public ReportDocument ToReport(string title)
    {
        List<ReportSection> sections =
        [
            new ReportSection
            {
                Title = "Class balance",
                Charts = [ReportChart.Bars("Items of each label", "items", [.. statistics.Labels.Select((label, row) => (Name(label), (double?)statistics.Counts[row].Sum(), (double?)null, (double?)null))], asShare: false)],
                Tables = [Balance()],
            },
        ];
        if (statistics.People.Count > 0)
            sections.Add(new ReportSection
            {
                Title = "People",
                Charts = [ReportChart.Bars($"Items of each person{(statistics.People.Count > PeopleShown ? $" (the {PeopleShown} with the most)" : "")}", "items", [.. statistics.People.Take(PeopleShown).Select(person => (person.Person, (double?)person.Items, (double?)null, (double?)null))], asShare: false)],
            });
        if (statistics.Sizes.Count > 0)
            sections.Add(new ReportSection
            {
                Title = "Sizes",
                Charts = [Histogram("Longer side in pixels", "items", [.. statistics.Sizes.Select(size => (double)Math.Max(size.Width, size.Height))], "0")],
            });
        if (statistics.Durations.Count > 0)
            sections.Add(new ReportSection { Title = "Durations", Charts = [Histogram("Duration in seconds", "items", statistics.Durations, "0.00")] });
        sections.Add(new ReportSection { Title = "In numbers", Tables = [.. Quantities()] });
        return new ReportDocument { Title = title, Facts = [.. Facts()], Sections = sections };
    }

    private IEnumerable<KeyValuePair<string, string>> Facts()
    {
        yield return new("items", Number(statistics.Items));
        yield return new("labels", Number(statistics.Labels.Count));
        yield return new("people", statistics.People.Count > 0 ? Number(statistics.People.Count) : "not known");
        if (statistics.Labels.Count > 1)
            yield return new("most to least frequent label", string.Create(CultureInfo.InvariantCulture, $"{(double)statistics.Counts[0].Sum() / statistics.Counts[^1].Sum():0.0} to 1"));
        if (statistics.Unreadable > 0)
            yield return new("files that cannot be opened", Number(statistics.Unreadable));
    }

    private ReportTable Balance()
    {
        bool hasParts = statistics.Parts.Any(part => part is not null);
        string[] parts = hasParts ? [.. statistics.Parts.Select(part => part?.ToString().ToLowerInvariant() ?? "no part")] : [];
        return new ReportTable("Items by label", ["label", .. parts, "items", "share"], [.. statistics.Labels.Select((label, row) =>
        {
            int sum = statistics.Counts[row].Sum();
            return (IReadOnlyList<string>)[Name(label), .. hasParts ? statistics.Counts[row].Select(count => Number(count)) : [], Number(sum), string.Create(CultureInfo.InvariantCulture, $"{100.0 * sum / statistics.Items:0.0} %")];
        })]);
    }

    private IEnumerable<ReportTable> Quantities()
    {
        List<IReadOnlyList<string>> rows = [];
        void Add(string name, IReadOnlyList<double> values, string format)
        {
            if (values.Count > 0)
                rows.Add([name, .. new[] { 0, 0.05, 0.5, 0.95, 1 }.Select(share => DatasetStatistics.Quantile(values, share).ToString(format, CultureInfo.InvariantCulture))]);
        }
        Add("items of a person", [.. statistics.People.Select(person => (double)person.Items)], "0");
        Add("width, pixels", [.. statistics.Sizes.Select(size => (double)size.Width)], "0");
        Add("height, pixels", [.. statistics.Sizes.Select(size => (double)size.Height)], "0");
        Add("duration, seconds", statistics.Durations, "0.00");
        if (rows.Count > 0)
            yield return new ReportTable("Quantities", ["", "least", "5 %", "median", "95 %", "most"], rows);
    }

    private static ReportChart Histogram(string title, string axis, IReadOnlyList<double> values, string format)
    {
        double low = values.Min(), width = Math.Max((values.Max() - low) / HistogramBars, 1e-9);
        int[] counts = new int[HistogramBars];
        foreach (double value in values)
            counts[Math.Min((int)((value - low) / width), HistogramBars - 1)]++;
        string Edge(int bar) => (low + bar * width).ToString(format, CultureInfo.InvariantCulture);
        string Name(int bar) => Edge(bar) == Edge(bar + 1) ? Edge(bar) : $"{Edge(bar)} to {Edge(bar + 1)}";
        // Bars narrower than the last digit shown share a name, and are one.
        return ReportChart.Bars(
            title, axis, [.. counts.Index().GroupBy(bar => Name(bar.Index), (name, bars) => (name, (double?)bars.Sum(bar => bar.Item), (double?)null, (double?)null))], asShare: false);
    }

    private static string Name(string label) => label.Length == 0 ? "(none)" : label;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
