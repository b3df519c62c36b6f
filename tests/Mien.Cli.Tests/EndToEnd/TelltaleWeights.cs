using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training;
using Mien.Training.Checkpoints;
using Mien.Training.Options;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>
/// Weights that say something else of each sample, without training: random ones, whose batch norms
/// know the samples' statistics and whose head makes much of small differences.
/// </summary>
internal static class TelltaleWeights
{
    private const double Deviation = 0.3; // of the scores
    private const double Momentum = 0.1; // of the batch norms
    private const double LeastVariance = 1e-3; // a channel that hardly varies must not make rounding errors loud
    private const double BranchScale = 0.2; // of the face encoder's residual branches, which makes a deep random network as steady as a shallow one

    /// <summary>Saves the weights of a config's model.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="config">The model, without dropout or stochastic depth, and its data.</param>
    public static void Save(string path, TrainingConfig config)
    {
        IEmotionDataset samples = ((EmotionDataOptions)config.Data).Open(DatasetPart.Training);
        SampleBatch batch = new BatchLoader(samples, new SequentialSampler(samples.Count), new LoaderOptions { BatchSize = samples.Count }).Epoch(0).Single();
        TorchRandom.Seed(2);
        ModelSpec spec = config.Model with { Labels = samples.Labels.Count };
        using EmotionModel model = ModelFactory.Create(spec);
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            Scale(".block.3.1.weight", BranchScale);
            model.Forward(ModelInput.Of(samples, batch));
            // One pass takes the statistics a tenth of the way from 0 and 1; the whole way is ten times as far.
            foreach ((string name, Tensor statistic) in model.NamedBuffers())
            {
                if (name.EndsWith("running_mean", StringComparison.Ordinal))
                    statistic.CopyInPlace(statistic * (1 / Momentum));
                else if (name.EndsWith("running_var", StringComparison.Ordinal))
                    statistic.CopyInPlace((statistic - (1 - Momentum)) * (1 / Momentum) + LeastVariance);
            }
            // Scores around 0 for each label: no label has it all.
            model.Eval();
            Tensor scores = model.Forward(ModelInput.Of(samples, batch)); // (N, labels)
            Tensor mean = scores.Mean([0]);
            double scale = Deviation / Math.Sqrt((scores - mean).Var([0, 1]).Item<float>());
            Scale("head.linear.weight", scale);
            Tensor bias = model.NamedParameters().Single(parameter => parameter.Name == "head.linear.bias").Tensor;
            bias.CopyInPlace((bias - mean) * scale);
        }
        TrainedModel.Save(path, model.StateDict(), spec, config, new ValidationSummary(1, new Dictionary<SelectionMetric, double> { [SelectionMetric.Uar] = 0.5, [SelectionMetric.Accuracy] = 0.5 }));

        void Scale(string nameEnd, double factor)
        {
            foreach ((_, Tensor parameter) in model.NamedParameters().Where(parameter => parameter.Name.EndsWith(nameEnd, StringComparison.Ordinal)))
                parameter.CopyInPlace(parameter * factor);
        }
    }
}
