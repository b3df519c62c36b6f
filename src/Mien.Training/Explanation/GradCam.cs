using Mien.Core;
using Mien.Models;
using Mien.Torch;

namespace Mien.Training.Explanation;

/// <summary>
/// Gradient-weighted class activation mapping (Selvaraju et al., ICCV 2017, https://arxiv.org/abs/1610.02391): for a label c and a layer
/// with channels A_k, the weight of a channel is the mean over places of dy_c / dA_k (equation 1), and the map is the rectified sum of the
/// channels so weighted (equation 2). y_c is the label's score before the softmax. While this lives, the model's parameters get no gradients.
/// Used by one thread at a time.
/// </summary>
public sealed class GradCam : IDisposable
{
    private readonly EmotionModel _model;
    private readonly IDisposable _hook;
    private readonly Tensor[] _frozen;
    private Tensor? _activation;

    /// <summary>Watches a layer of a model.</summary>
    /// <param name="model">The model; it is switched to evaluation, and stays the caller's.</param>
    /// <param name="layer">A module of the model whose output is a feature map, (N, C, h, w).</param>
    public GradCam(EmotionModel model, Module<Tensor, Tensor> layer)
    {
        model.Eval();
        _model = model;
        // Below the layer nothing needs a graph: with the parameters frozen, autograd begins at the layer and keeps little.
        _frozen = [.. model.Parameters().Where(parameter => parameter.RequiresGrad)];
        Freeze(true);
        _hook = layer.RegisterForwardHook(output =>
        {
            _activation?.Dispose();
            _activation = output.Alias();
            _activation.RequiresGrad = true;
        });
    }

    /// <summary>Explains a batch; each sample is explained as if it were alone.</summary>
    /// <param name="inputs">The model's inputs, N samples.</param>
    /// <param name="label">Position of the label to explain; null for each sample's most probable one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such label.</exception>
    /// <exception cref="UserErrorException">The layer gives no feature map.</exception>
    public IReadOnlyList<ActivationMap> Explain(EmotionInputs inputs, int? label = null)
    {
        using TensorScope scope = TensorScope.Begin();
        try
        {
            Tensor logits; // (N, labels)
            using (Grad.Enabled())
                logits = _model.Forward(inputs);
            Tensor layer = _activation ?? throw new InvalidOperationException("The model did not run the layer that is watched.");
            if (layer.Rank != 4)
                throw new UserErrorException($"The layer gives ({string.Join(", ", layer.Shape)}) and not a map of places; name one of the encoder's convolutions with --layer.");
            int samples = (int)logits.Shape[0], labels = (int)logits.Shape[1];
            if (label is { } asked && (asked < 0 || asked >= labels))
                throw new ArgumentOutOfRangeException(nameof(label), asked, $"The model has {labels} labels.");
            using (Grad.Disabled())
            {
                float[] probabilities = Functional.Softmax(logits, 1).ToArray<float>();
                long[] best = logits.Argmax(1).ToArray<long>();
                int[] explained = [.. best.Select(most => label ?? (int)most)];
                float[] maps = Maps(layer, Gradient(logits, layer, explained)).ToArray<float>();
                (int height, int width) = ((int)layer.Shape[2], (int)layer.Shape[3]);
                return [.. Enumerable.Range(0, samples).Select(sample => new ActivationMap
                {
                    Probabilities = probabilities[(sample * labels)..((sample + 1) * labels)],
                    Label = explained[sample],
                    Width = width,
                    Height = height,
                    Values = maps[(sample * width * height)..((sample + 1) * width * height)],
                })];
            }
        }
        finally
        {
            _activation?.Dispose();
            _activation = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hook.Dispose();
        Freeze(false);
    }

    // In evaluation no sample's score depends on another sample, so one backward pass gives every sample its own gradient.
    private static Tensor? Gradient(Tensor logits, Tensor layer, int[] explained)
    {
        (int samples, int labels) = ((int)logits.Shape[0], (int)logits.Shape[1]);
        float[] selected = new float[samples * labels];
        for (int sample = 0; sample < samples; sample++)
            selected[sample * labels + explained[sample]] = 1;
        return Grad.Of(logits, [layer], Tensor.From(selected, samples, labels))[0];
    }

    // (N, C, h, w) and its gradient, or null where the scores do not depend on it, to (N, h, w).
    private static Tensor Maps(Tensor layer, Tensor? gradient)
    {
        if (gradient is null)
            return Tensor.Zeros([layer.Shape[0], layer.Shape[2], layer.Shape[3]]);
        Tensor weights = gradient.Mean([2, 3], keepDim: true); // (N, C, 1, 1), equation 1
        return Functional.Relu((weights * layer).Sum([1])); // equation 2
    }

    private void Freeze(bool frozen)
    {
        foreach (Tensor parameter in _frozen)
            parameter.RequiresGrad = !frozen;
    }
}
