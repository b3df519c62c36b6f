using Mien.Core;
using Mien.Reporting;

namespace Mien.Analysis.Tests;

public sealed class DecimatedSeriesTests
{
    [Fact]
    public void A_short_series_is_kept_as_it_is()
    {
        DecimatedSeries series = new(MediaTime.Zero, 2);
        for (int i = 0; i < 5; i++)
            series.Add(MediaTime.FromSeconds(i * 0.04), 1, [i, 1 - i]);
        IReadOnlyList<ReportPoint> points = series.ToPoints(TimeSpan.FromSeconds(0.04));
        Assert.Equal(5, points.Count);
        Assert.Equal([0.0, 1, 2, 3, 4], points.Select(point => point.Probabilities![0]));
        Assert.Equal(0.2, points[^1].EndSeconds, 6);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.Equal(pair.First.EndSeconds, pair.Second.StartSeconds, 9));
    }

    [Fact]
    public void Ten_hours_fit_and_keep_their_mean()
    {
        DecimatedSeries series = new(MediaTime.Zero, 1);
        const int count = 10 * 3600 * 25;
        for (int i = 0; i < count; i++)
            series.Add(MediaTime.FromSeconds(i * 0.04), 1, [i < count / 2 ? 0 : 1]);
        IReadOnlyList<ReportPoint> points = series.ToPoints(TimeSpan.FromSeconds(0.04));
        Assert.InRange(points.Count, DecimatedSeries.Capacity / 2, DecimatedSeries.Capacity);
        double duration = points.Sum(point => point.EndSeconds - point.StartSeconds);
        Assert.Equal(36000, duration, 1);
        Assert.Equal(0.5, points.Sum(point => point.Probabilities![0] * (point.EndSeconds - point.StartSeconds)) / duration, 3);
        Assert.Equal(count, series.Count);
    }

    [Fact]
    public void A_gap_stays_a_gap_and_unknown_stays_unknown()
    {
        DecimatedSeries series = new(MediaTime.Zero, 1);
        foreach (double time in new[] { 0, 0.1, 0.2, 5.0, 5.1 })
            series.Add(MediaTime.FromSeconds(time), 0.5f, time < 5 ? [1] : []);
        IReadOnlyList<ReportPoint> points = series.ToPoints(TimeSpan.FromSeconds(0.1));
        Assert.Equal(0.3, points[2].EndSeconds, 6);
        Assert.Null(points[3].Probabilities);
        Assert.Equal(0.5, points[3].Presence, 6);
    }
}
