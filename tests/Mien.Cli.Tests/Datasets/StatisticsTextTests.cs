using Mien.Cli.Datasets;
using Mien.Data.Kinds;
using Mien.Data.Preparing;
using Mien.Reporting;

namespace Mien.Cli.Tests.Datasets;

public sealed class StatisticsTextTests
{
    private static readonly DatasetStatistics s_statistics = new()
    {
        Items = 10,
        Labels = ["happy", ""],
        Parts = [PublishedPart.Training, PublishedPart.Test],
        Counts = [[6, 2], [1, 1]],
        People = [("emodb/03", 7), ("emodb/08", 3)],
        Sizes = [.. Enumerable.Repeat((48, 48), 10)],
        Durations = [1, 2, 3, 4, 9],
        Unreadable = 0,
    };

    [Fact]
    public void Tables_hold_counts_shares_and_quantiles()
    {
        string text = new StatisticsText(s_statistics).ToMarkdown();

        Assert.Contains("people: 2", text);
        Assert.Contains("most to least frequent label: 4.0 to 1", text);
        Assert.Contains("| label | training | test | items | share |", text);
        Assert.Contains("| happy | 6 | 2 | 8 | 80.0 % |", text);
        Assert.Contains("| (none) | 1 | 1 | 2 | 20.0 % |", text);
        Assert.Contains("| duration, seconds | 1.00 | 1.00 | 3.00 | 9.00 | 9.00 |", text);
    }

    [Fact]
    public void The_report_plots_balance_people_sizes_and_durations()
    {
        ReportDocument report = new StatisticsText(s_statistics).ToReport("The dataset");

        Assert.Equal(["Class balance", "People", "Sizes", "Durations", "In numbers"], report.Sections.Select(section => section.Title));
        IReadOnlyList<IReadOnlyList<string>> durations = Assert.Single(report.Sections[3].Charts).Numbers.Rows;
        Assert.Equal(12, durations.Count);
        Assert.Equal(5, durations.Sum(row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Single(Assert.Single(report.Sections[2].Charts).Numbers.Rows); // every picture has one size
    }

    [Fact]
    public void Bars_that_share_a_name_lose_no_items()
    {
        DatasetStatistics close = s_statistics with { Sizes = [(48, 48), (48, 48), (49, 49), (50, 50), (50, 50), (50, 50)] };
        IReadOnlyList<IReadOnlyList<string>> sizes = Assert.Single(new StatisticsText(close).ToReport("The dataset").Sections[2].Charts).Numbers.Rows;
        Assert.Equal(6, sizes.Sum(row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(sizes.Count, sizes.Select(row => row[0]).Distinct().Count());
        Assert.Equal("48", Assert.Single(Assert.Single(new StatisticsText(s_statistics).ToReport("The dataset").Sections[2].Charts).Numbers.Rows)[0]);
    }
}
