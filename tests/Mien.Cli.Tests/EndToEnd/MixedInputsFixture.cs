namespace Mien.Cli.Tests.EndToEnd;

/// <summary>One run of `mien analyze` over everything that can be wrong with an input, among inputs that are fine.</summary>
public sealed class MixedInputsFixture : IAsyncLifetime
{
    private readonly SampleMedia _media = new();

    internal MienRun Run { get; private set; } = new(-1, "", "");

    internal string OutputFolder => _media.PathOf("out");

    public async ValueTask InitializeAsync()
    {
        EndToEndTest.SkipWithoutEngines();
        _media.MakeFilm("film.mp4");
        _media.MakeFilm("silent-film.mp4", withSound: false);
        _media.Truncate("film.mp4", "cut-short.mp4", 0.5);
        Directory.CreateDirectory(_media.PathOf("no-media"));
        File.WriteAllText(_media.PathOf("no-media/readme.txt"), "nothing to see");
        File.WriteAllBytes(_media.PathOf("empty.mp4"), []);
        File.WriteAllText(_media.PathOf("text.mp4"), string.Concat(Enumerable.Repeat("This is a text, not a film.\n", 100)));
        _media.WriteFloatWav("no-samples.wav", []);
        _media.WriteFloatWav("not-numbers.wav", [.. Enumerable.Range(0, 32000).Select(i => i % 100 == 0 ? float.NaN : MathF.Sin(i * 0.1f))]);
        _media.WriteBlackPng("one-pixel.png", 1, 1);
        _media.WriteBlackPng("huge.png", 20000, 20000);
        _media.MakeSound("telephone.wav", 8000, 1);
        _media.MakeSound("studio.wav", 96000, 2);
        _media.MakeSound("cinema.wav", 48000, 6);
        Run = await MienProcess.RunAsync(_media.Folder,
            "analyze", "missing.mp4", "no-media", "nothing-*.mp4", "empty.mp4", "text.mp4", "cut-short.mp4", "no-samples.wav", "one-pixel.png", "huge.png",
            "not-numbers.wav", "film.mp4", "silent-film.mp4", "telephone.wav", "studio.wav", "cinema.wav", "--output", "out", "--format", "csv,json");
    }

    public ValueTask DisposeAsync()
    {
        _media.Dispose();
        return ValueTask.CompletedTask;
    }
}
