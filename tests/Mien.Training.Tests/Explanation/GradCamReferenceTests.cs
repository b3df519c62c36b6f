using System.Text.Json;
using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Models.Tests;
using Mien.Torch;
using Mien.Training.Explanation;

namespace Mien.Training.Tests.Explanation;

/// <summary>Grad-CAM of the shipped networks against PyTorch's hooks (tests/Golden/explanation).</summary>
public sealed class GradCamReferenceTests
{
    // Of the map's peak: single precision through some 80 layers and back.
    private const double Tolerance = 1e-3;

    public static TheoryData<string, string> Cases => new(Read().Select(reference => (reference.Model, reference.Layer)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maps_are_the_references(string name, string layer)
    {
        Reference reference = Read().Single(known => known.Model == name && known.Layer == layer);
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel model = DeterministicFill.Fill(Make(name));
        EmotionInputs inputs = new()
        {
            Image = DeterministicFill.Input("image", 2, 3, 64, 64),
            Audio = DeterministicFill.Input("audio", 2, 1, 64, 120),
            Presence = Tensor.From([1f, 1, 1, 0], 2, 2),
        };
        using GradCam gradCam = new(model, new FaceLayers(model).Find(layer).Layer);
        IReadOnlyList<ActivationMap> maps = gradCam.Explain(inputs, reference.Label);

        Assert.Equal(reference.Explained, maps.Select(map => map.Label));
        Assert.Equal(reference.Shape, new[] { maps.Count, maps[0].Height, maps[0].Width });
        float[] values = [.. maps.SelectMany(map => map.Values)];
        float peak = reference.Maps.Max();
        Assert.True(peak > 0, "A reference of nothing but zeros would show nothing.");
        for (int cell = 0; cell < values.Length; cell++)
            Assert.True(Math.Abs(reference.Maps[cell] - values[cell]) <= Tolerance * peak, $"cell {cell} is {values[cell]}, the reference has {reference.Maps[cell]}, and its peak is {peak}");
    }

    [Fact]
    public void A_face_that_is_not_there_shows_nothing()
    {
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel model = DeterministicFill.Fill(Make("fusion_modality_attention"));
        EmotionInputs inputs = new()
        {
            Image = DeterministicFill.Input("image", 1, 3, 64, 64),
            Audio = DeterministicFill.Input("audio", 1, 1, 64, 120),
            Presence = Tensor.From([0f, 1], 1, 2),
        };
        FaceLayers layers = new(model);
        using GradCam gradCam = new(model, layers.Find(layers.Last).Layer);
        for (int label = 0; label < 7; label++)
            Assert.Equal(0, Assert.Single(gradCam.Explain(inputs, label)).Peak);
    }

    [Fact]
    public void Layers_have_the_names_of_their_weights()
    {
        using EmotionModel face = Make("face"), fusion = Make("fusion_modality_attention");
        FaceLayers layers = new(face);
        Assert.Equal("encoder.features.8", layers.Last);
        Assert.Equal("image_encoder.features.8", new FaceLayers(fusion).Last);
        Assert.Equal("encoder.features.5", layers.Find("features.5").Name);
        Assert.Equal("encoder.features.0.0", layers.Find("encoder.features.0.0").Name);
        Assert.Contains("encoder.features.8", Assert.Throws<UserErrorException>(() => layers.Find("encoder.feature.8")).Message);
    }

    [Fact]
    public void A_model_that_only_hears_is_refused()
    {
        using EmotionModel speech = ModelFactory.Create(new SpeechModelSpec());
        Assert.Contains("sees no faces", Assert.Throws<UserErrorException>(() => new FaceLayers(speech)).Message);
    }

    [Fact]
    public void A_face_alone_leaves_a_fusion_models_hearing_empty()
    {
        SampleInput[] parts = [new(SampleInput.Image, [3, 1, 2]), new(SampleInput.Audio, [1, 2, 2]), new(SampleInput.Presence, [2])];
        ExplanationSample sample = ExplanationRun.OfFace("someone", parts, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 1, 0], sample.Input);
        Assert.Null(sample.Actual);
    }

    private static EmotionModel Make(string name) => ModelFactory.Create(name switch
    {
        "face" => new FaceModelSpec(),
        "fusion_modality_attention" => new FusionModelSpec { Fusion = FusionKind.ModalityAttention },
        "fusion_channel_attention" => new FusionModelSpec { Fusion = FusionKind.ChannelAttention },
        _ => throw new ArgumentException($"There is no reference model {name}.", nameof(name)),
    });

    private static Reference[] Read() => JsonSerializer.Deserialize<Reference[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests/Golden/explanation/grad_cam.json")), JsonSerializerOptions.Web)!;

    private sealed record Reference(string Model, string Layer, int? Label, int[] Explained, int[] Shape, float[] Maps);
}
