using Mien.Core;

namespace Mien.Preprocessing.Tests.Specs;

public sealed class PreprocessingSpecTests
{
    private static PreprocessingSpec Full() => new()
    {
        Image = new ImageSpec
        {
            Width = 112,
            Height = 96,
            Color = ColorMode.Gray,
            Mean = new RgbVector(0.1f, 0.2f, 0.3f),
            Std = new RgbVector(0.4f, 0.5f, 0.6f),
            CropMargin = 0.15f,
            Alignment = FaceAlignment.Eyes,
        },
        Audio = new AudioSpec { PreEmphasis = 0.97f, TopDb = null, MaxHz = 7600, PadMode = AudioPadMode.Reflect, Mean = -41.3f, Std = 18.7f },
        Labels = EmotionLabelSet.Shared7,
    };

    [Fact]
    public void Json_round_trip_keeps_every_value()
    {
        PreprocessingSpec spec = Full();
        Assert.Equal(spec, PreprocessingSpec.FromJson(spec.ToJson()));
        Assert.Equal(spec, PreprocessingSpec.FromJson(spec.ToJson(indented: true)));
    }

    [Fact]
    public void Json_names_are_camel_case_and_enumerations_are_words()
    {
        string json = Full().ToJson();
        Assert.Contains("\"cropMargin\":0.15", json);
        Assert.Contains("\"color\":\"gray\"", json);
        Assert.Contains("\"mean\":[0.1,0.2,0.3]", json);
        Assert.Contains("\"labels\":[\"neutral\",\"happy\"", json);
        Assert.Contains("\"topDb\":null", json);
    }

    [Fact]
    public void Absent_members_take_their_defaults()
    {
        PreprocessingSpec spec = PreprocessingSpec.FromJson("""{"audio":{},"labels":["a","b"]}""");
        Assert.Equal(new AudioSpec(), spec.Audio);
        Assert.Null(spec.Image);
        Assert.Equal(1, spec.Version);
    }

    [Theory]
    [InlineData("""{"version":2,"labels":["a"],"audio":{"somethingNew":1}}""", "version 2")]
    [InlineData("""{"labels":["a"],"audio":{"somethingNew":1}}""", "somethingNew")]
    [InlineData("""{"labels":["a"],"audio":{"hopSamples":0}}""", "audio.hopSamples is 0")]
    [InlineData("""{"labels":["a"],"audio":{"fftSize":1000}}""", "power of two")]
    [InlineData("""{"labels":["a"],"audio":{"maxHz":9000}}""", "audio.maxHz")]
    [InlineData("""{"labels":["a"],"image":{"width":112}}""", "height")]
    [InlineData("""{"labels":["a"],"image":{"width":112,"height":112,"std":[1,0,1]}}""", "image.std")]
    [InlineData("""{"labels":["a"],"image":{"width":112,"height":112,"mean":[1,0]}}""", "three numbers")]
    [InlineData("""{"labels":["a"],"image":{"width":112,"height":112,"color":"cmyk"}}""", "color")]
    [InlineData("""{"labels":["a","a"],"audio":{}}""", "twice")]
    [InlineData("""{"labels":["a"],"labels":["b"],"audio":{}}""", "labels")]
    [InlineData("""{"audio":{}}""", "labels")]
    [InlineData("""{"labels":["a"]}""", "neither")]
    [InlineData("hello", "cannot be read")]
    [InlineData("null", "cannot be read")]
    public void A_spec_that_cannot_be_honoured_is_refused_with_the_reason(string json, string reason)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => PreprocessingSpec.FromJson(json));
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
