using FsCheck;
using FsCheck.Fluent;

namespace Mien.Synchronization.Tests;

/// <summary>A run of both streams through a synchroniser. Times are milliseconds.</summary>
/// <param name="Seed">Of what is left to chance.</param>
/// <param name="Video">The frames' way.</param>
/// <param name="Audio">The sound's way.</param>
/// <param name="DriftPpm">How much faster the audio's clock runs.</param>
/// <param name="Poll">The longest time from one look for moments to the next.</param>
/// <param name="MostTaken">The most moments taken at a look; a slow taker takes few.</param>
/// <param name="Options">The synchroniser's settings.</param>
internal sealed record Scenario(int Seed, StreamScenario Video, StreamScenario Audio, int DriftPpm, int Poll, int MostTaken, SynchronizerOptions Options)
{
    public static Arbitrary<Scenario> Any => (
        from seed in Gen.Choose(0, int.MaxValue)
        from video in StreamScenario.Any
        from audio in StreamScenario.Any
        from drift in Gen.Choose(-500, 500)
        from poll in Gen.Choose(1, 150)
        from mostTaken in Gen.Elements(1, 2, 1000)
        from options in AnyOptions
        select new Scenario(seed, video, audio, drift, poll, mostTaken, options)).ToArbitrary();

    /// <summary>Scenarios whose taker looks at every millisecond and takes all there is.</summary>
    public static Arbitrary<Scenario> Attentive => Any.Generator.Select(scenario => scenario with { Poll = 1, MostTaken = int.MaxValue }).ToArbitrary();

    private static Gen<SynchronizerOptions> AnyOptions =>
        from video in Gen.Choose(1, 12)
        from audio in Gen.Choose(1, 25)
        from difference in Gen.Choose(0, 200)
        from wait in Gen.Choose(0, 120)
        from soundWait in Gen.Choose(0, 500)
        from age in Gen.Choose(0, 200)
        from lateness in Gen.Choose(0, 2000)
        from missing in Gen.Choose(0, 2000)
        select new SynchronizerOptions
        {
            VideoCapacity = video,
            AudioCapacity = audio,
            MaxDifference = TimeSpan.FromMilliseconds(difference),
            MaxFrameWait = TimeSpan.FromMilliseconds(wait),
            MaxSoundWait = TimeSpan.FromMilliseconds(soundWait),
            MaxFrameAge = TimeSpan.FromMilliseconds(wait + age),
            MaxSoundLateness = TimeSpan.FromMilliseconds(difference + lateness),
            MissingAfter = TimeSpan.FromMilliseconds(missing),
        };
}
