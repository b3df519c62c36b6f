using Mien.Core;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Explanation;

namespace Mien.Training.Tests.Explanation;

public sealed class GradCamTests : IDisposable
{
    private const int Side = 6, Samples = 3;

    private readonly TinyFaceModel _model;
    private readonly EmotionInputs _inputs;

    public GradCamTests()
    {
        TorchRandom.Seed(4);
        _model = new TinyFaceModel();
        _inputs = new EmotionInputs { Image = Tensor.Randn([Samples, 3, Side, Side]) };
    }

    // With y_c = sum over k of w_ck mean(A_k) + b_c, the gradient is w_ck / Z everywhere (Z places), so Grad-CAM is the
    // class activation mapping of Zhou et al. 2016 over Z.
    [Fact]
    public void After_a_mean_and_a_linear_layer_the_map_is_class_activation_mapping()
    {
        using GradCam gradCam = new(_model, _model.Layer);
        using TensorScope scope = TensorScope.Begin();
        float[] activation = _model.Layer.Forward(_inputs.Image!).ToArray<float>(), weights = _model.Head.Weight.ToArray<float>();
        for (int label = 0; label < TinyFaceModel.Classes; label++)
        {
            IReadOnlyList<ActivationMap> maps = gradCam.Explain(_inputs, label);
            Assert.Equal(Samples, maps.Count);
            for (int sample = 0; sample < Samples; sample++)
            {
                Assert.Equal((Side, Side, label), (maps[sample].Width, maps[sample].Height, maps[sample].Label));
                for (int place = 0; place < Side * Side; place++)
                {
                    double sum = 0;
                    for (int channel = 0; channel < TinyFaceModel.Channels; channel++)
                        sum += weights[label * TinyFaceModel.Channels + channel] * (double)activation[(sample * TinyFaceModel.Channels + channel) * Side * Side + place];
                    Assert.Equal(Math.Max(0, sum / (Side * Side)), maps[sample].Values[place], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Where_all_evidence_speaks_for_a_label_the_map_adds_up_to_its_score()
    {
        Fill(_model.Head.Weight, 0.5f);
        Fill(_model.Head.Bias!, 0);
        using GradCam gradCam = new(_model, _model.Layer);
        using TensorScope scope = TensorScope.Begin();
        float[] scores = _model.Forward(_inputs).ToArray<float>();
        foreach ((int sample, ActivationMap map) in gradCam.Explain(_inputs, 1).Index())
            Assert.Equal(scores[sample * TinyFaceModel.Classes + 1], map.Values.Sum(), 1e-5f);
    }

    [Fact]
    public void Evidence_against_a_label_is_not_shown()
    {
        Fill(_model.Head.Weight, -0.5f);
        using GradCam gradCam = new(_model, _model.Layer);
        ActivationMap map = gradCam.Explain(_inputs, 0)[0];
        Assert.All(map.Values, value => Assert.Equal(0, value));
        Assert.Null(map.PeakAt);
        Assert.All(map.Relative(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_most_probable_label_is_explained_unless_one_is_named()
    {
        using GradCam gradCam = new(_model, _model.Layer);
        foreach (ActivationMap map in gradCam.Explain(_inputs))
        {
            Assert.Equal(1, map.Probabilities.Sum(), 1e-5f);
            Assert.Equal(map.Probabilities.Max(), map.Probabilities[map.Label]);
            Assert.Equal(map.Label, map.Predicted);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => gradCam.Explain(_inputs, TinyFaceModel.Classes));
    }

    [Fact]
    public void A_batch_explains_each_sample_as_if_it_were_alone()
    {
        using GradCam gradCam = new(_model, _model.Layer);
        using TensorScope scope = TensorScope.Begin();
        IReadOnlyList<ActivationMap> together = gradCam.Explain(_inputs, 2);
        for (int sample = 0; sample < Samples; sample++)
        {
            ActivationMap alone = Assert.Single(gradCam.Explain(new EmotionInputs { Image = _inputs.Image!.Slice(0, sample, sample + 1) }, 2));
            Assert.Equal(together[sample].Values, alone.Values, (left, right) => Math.Abs(left - right) < 1e-6);
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using (GradCam gradCam = new(_model, _model.Layer))
        {
            gradCam.Explain(_inputs);
            long before = Tensor.LiveCount;
            for (int round = 0; round < 3; round++)
                gradCam.Explain(_inputs);
            Assert.Equal(before, Tensor.LiveCount);
            Assert.All(_model.Parameters(), parameter => Assert.False(parameter.RequiresGrad));
        }
        Assert.All(_model.Parameters(), parameter => Assert.True(parameter.RequiresGrad && parameter.Grad is null));
        using TensorScope scope = TensorScope.Begin();
        _model.Forward(_inputs).Sum().Backward(); // the hook is gone and the model trains on
        Assert.All(_model.Parameters(), parameter => Assert.NotNull(parameter.Grad));
    }

    [Fact]
    public void A_peak_is_where_the_largest_cell_is()
    {
        ActivationMap map = new() { Probabilities = [0.2f, 0.8f], Label = 0, Width = 4, Height = 2, Values = [0, 0, 0, 0, 0, 0.5f, 0, 2] };
        Assert.Equal((1, 2f, (0.875, 0.75)), (map.Predicted, map.Peak, map.PeakAt!.Value));
        Assert.Equal([0, 0, 0, 0, 0, 0.25f, 0, 1], map.Relative());
    }

    [Fact]
    public void A_layer_without_places_is_refused()
    {
        using GradCam gradCam = new(_model, _model.Head);
        Assert.Contains("(3, 3)", Assert.Throws<UserErrorException>(() => gradCam.Explain(_inputs)).Message);
    }

    public void Dispose()
    {
        _inputs.Image!.Dispose();
        _model.Dispose();
    }

    private static void Fill(Tensor tensor, float value)
    {
        float[] values = new float[tensor.ElementCount];
        Array.Fill(values, value);
        tensor.CopyFrom<float>(values);
    }
}
