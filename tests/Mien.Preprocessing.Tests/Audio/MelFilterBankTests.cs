using System.Text.Json;
using Mien.Core;

namespace Mien.Preprocessing.Tests.Audio;

public sealed class MelFilterBankTests
{
    [Fact]
    public void It_equals_librosas_reference_filters()
    {
        using NpzArchive archive = NpzArchive.Open(SharedData.Require("golden/librosa_mel_filterbanks.npz"));
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/librosa_mel_filterbanks.json")));
        Assert.NotEmpty(cases.RootElement.EnumerateArray());
        foreach (JsonElement parameters in cases.RootElement.EnumerateArray())
        {
            MelFilterBank filters = new(
                parameters.GetProperty("sampleRateHz").GetInt32(), parameters.GetProperty("fftSize").GetInt32(), parameters.GetProperty("melBands").GetInt32(),
                parameters.GetProperty("minHz").GetDouble(), parameters.GetProperty("maxHz").GetDouble(),
                parameters.GetProperty("htk").GetBoolean(), parameters.GetProperty("norm").GetString() == "slaney");
            NpyArray expected = archive.Read(parameters.GetProperty("name").GetString()!);
            Assert.Equal([filters.Bands, filters.Bins], expected.Shape);
            for (int band = 0; band < filters.Bands; band++)
                for (int bin = 0; bin < filters.Bins; bin++)
                    Assert.Equal(expected.Values[band * filters.Bins + bin], filters[band, bin], 1e-6);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scales_invert(bool htk)
    {
        foreach (double hz in (double[])[0, 60, 700, 999, 1000, 1001, 4321, 8000])
            Assert.Equal(hz, MelScale.ToHz(MelScale.FromHz(hz, htk), htk), 1e-9);
    }

    [Fact]
    public void Known_points_of_the_scales()
    {
        Assert.Equal(15, MelScale.FromHz(1000, htk: false), 1e-12);
        Assert.Equal(42, MelScale.FromHz(6400, htk: false), 1e-12);
        Assert.Equal(2595 * Math.Log10(2), MelScale.FromHz(700, htk: true), 1e-12);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Applying_the_sparse_filters_equals_the_dense_product(bool htk, bool norm)
    {
        MelFilterBank filters = new(16000, 512, 40, 20, 7600, htk, norm);
        Random random = new(3);
        double[] power = [.. Enumerable.Range(0, filters.Bins).Select(_ => random.NextDouble())];
        double[] mel = new double[filters.Bands];
        filters.Apply(power, mel);
        for (int band = 0; band < filters.Bands; band++)
            Assert.Equal(Enumerable.Range(0, filters.Bins).Sum(bin => filters[band, bin] * power[bin]), mel[band], 1e-12);
    }

    [Fact]
    public void Without_normalisation_peaks_approach_one()
    {
        MelFilterBank filters = new(16000, 8192, 20, 0, 8000, htk: true, slaneyNorm: false);
        for (int band = 0; band < filters.Bands; band++)
            Assert.InRange(Enumerable.Range(0, filters.Bins).Max(bin => filters[band, bin]), 0.95, 1);
    }
}
