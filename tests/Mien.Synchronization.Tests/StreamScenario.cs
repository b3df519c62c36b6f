using FsCheck;
using FsCheck.Fluent;
using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>What happens to one stream between its capture and its arrival. Times are milliseconds, shares per cent.</summary>
/// <param name="Interval">From one item to the next.</param>
/// <param name="Delay">The least time from capture to arrival.</param>
/// <param name="Jitter">The most that comes on top of it.</param>
/// <param name="Burst">Arrivals are put off to multiples of it; 0 for none.</param>
/// <param name="Lost">Share that never arrives.</param>
/// <param name="Reordered">Share that is overtaken by its successors.</param>
/// <param name="Doubled">Share that comes twice.</param>
/// <param name="GapStart">When the source goes away.</param>
/// <param name="GapLength">For how long.</param>
internal sealed record StreamScenario(int Interval, int Delay, int Jitter, int Burst, int Lost, int Reordered, int Doubled, int GapStart, int GapLength)
{
    private const double LongestOvertaking = 300;

    public static Gen<StreamScenario> Any =>
        from interval in Gen.Choose(5, 200)
        from delay in Gen.Choose(0, 300)
        from jitter in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 150)))
        from burst in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(50, 600)))
        from lost in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 50)))
        from reordered in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 20)))
        from doubled in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 10)))
        from start in Gen.Choose(0, 6000)
        from length in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 6000)))
        select new StreamScenario(interval, delay, jitter, burst, lost, reordered, doubled, start, length);

    /// <summary>The items that arrive, with when they were captured and when they arrive, by rising arrival.</summary>
    /// <param name="length">Milliseconds of capture.</param>
    /// <param name="duration">Of an item, which arrives when it is whole.</param>
    /// <param name="random">Decides.</param>
    public IReadOnlyList<(MediaTime Captured, MediaTime Arrival)> Items(double length, double duration, Random random)
    {
        List<(MediaTime Captured, MediaTime Arrival)> items = [];
        for (double time = 0; time < length; time += Interval)
        {
            if (time >= GapStart && time < GapStart + GapLength || Happens(Lost, random))
                continue;
            int copies = Happens(Doubled, random) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++)
                items.Add((At(time), At(Arrive(time + duration, random))));
        }
        return [.. items.OrderBy(item => item.Arrival)];
    }

    private static bool Happens(int percent, Random random) => random.Next(100) < percent;

    private static MediaTime At(double milliseconds) => MediaTime.FromSeconds(milliseconds / 1000);

    private double Arrive(double time, Random random)
    {
        double arrival = time + Delay + (Jitter * random.NextDouble()) + (Happens(Reordered, random) ? LongestOvertaking * random.NextDouble() : 0);
        return Burst > 0 ? Math.Ceiling(arrival / Burst) * Burst : arrival;
    }
}
