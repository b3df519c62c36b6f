using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Options;
using Mien.Training.Tests.Support;
using Mien.Training.Transfer;

namespace Mien.Training.Tests.Transfer;

public sealed class TransferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_frozen_module_keeps_its_weights_and_statistics_and_the_rest_learns()
    {
        TrainingConfig config = TinyRun.ConfigToMemorise with { Epochs = 2, Freeze = ["encoder.blocks.0", "encoder.lstm"] };
        using Trainer trainer = NewTrainer(config);
        Dictionary<string, string> before = Contents(trainer.Model);
        Assert.Contains(before.Keys, name => name.StartsWith("encoder.blocks.0.", StringComparison.Ordinal) && name.EndsWith("running_mean", StringComparison.Ordinal));

        trainer.Run();

        foreach ((string name, string content) in Contents(trainer.Model))
        {
            bool isFrozen = name.StartsWith("encoder.blocks.0.", StringComparison.Ordinal) || name.StartsWith("encoder.lstm.", StringComparison.Ordinal);
            Assert.True(before[name] == content == isFrozen, $"{name} {(isFrozen ? "changed" : "did not change")}");
        }
    }

    [Fact]
    public void A_module_that_is_not_there_is_refused_with_the_nearest_name()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => NewTrainer(TinyRun.Config with { Freeze = ["encoder.lstn"] }));
        Assert.Contains("encoder.lstm", error.Message);
        Assert.Contains("nothing to train", Assert.Throws<UserErrorException>(() => NewTrainer(TinyRun.Config with { Name = "all", Freeze = ["encoder", "head"] })).Message);
        OptimizerOptions rates = new() { RateFactors = [new RateFactorOptions { Module = "haed", Factor = 2 }] };
        Assert.Contains("head", Assert.Throws<UserErrorException>(() => NewTrainer(TinyRun.Config with { Name = "rates", Optimizer = rates })).Message);
    }

    [Fact]
    public void Layers_learn_at_their_own_rates()
    {
        using TensorScope scope = TensorScope.Begin();
        using FaceEmotionModel model = new(new FaceModelSpec());
        OptimizerOptions options = new() { LearningRate = 0.1, WeightDecay = 0.01, LayerDecay = 0.5, RateFactors = [new RateFactorOptions { Module = "head", Factor = 3 }, new RateFactorOptions { Module = "encoder.features.0", Factor = 2 }] };

        ParameterGroup[] groups = [.. LayerRates.Group(model, options)];

        double RateOf(string name) => groups.Single(group => group.Parameters.Contains(model.StateDict()[name])).LearningRate;
        string Weight(int stage) => model.NamedParameters().First(parameter => parameter.Name.StartsWith($"encoder.features.{stage}.", StringComparison.Ordinal) && parameter.Tensor.Rank > 1).Name;
        // Nine stages, features.0 to features.8, before the head.
        Assert.Equal(0.3, RateOf(model.NamedParameters().Last().Name), 12);
        Assert.Equal(0.1 * Math.Pow(0.5, 1), RateOf(Weight(8)), 12);
        Assert.Equal(0.1 * Math.Pow(0.5, 5), RateOf(Weight(4)), 12);
        Assert.Equal(2 * 0.1 * Math.Pow(0.5, 9), RateOf(Weight(0)), 12);
        Assert.Equal(model.Parameters().Count(), groups.Sum(group => group.Parameters.Count));
        Assert.All(groups, group => Assert.All(group.Parameters, parameter => Assert.Equal(parameter.Rank > 1 ? 0.01 : 0, group.WeightDecay)));
    }

    [Fact]
    public void A_factor_of_one_tenth_moves_a_module_less()
    {
        double Change(string name, IReadOnlyList<RateFactorOptions> factors)
        {
            TrainingConfig config = TinyRun.ConfigToMemorise with { Name = name, Epochs = 1, Optimizer = new OptimizerOptions { LearningRate = 0.01, WeightDecay = 0, RateFactors = factors } };
            using Trainer trainer = NewTrainer(config);
            string weight = trainer.Model.NamedParameters().First(parameter => parameter.Tensor.Rank == 4).Name;
            float[] before = trainer.Model.StateDict()[weight].Detach().ToArray<float>();
            trainer.Run();
            return before.Zip(trainer.Model.StateDict()[weight].Detach().ToArray<float>(), (one, other) => Math.Abs((double)one - other)).Average();
        }
        double all = Change("all", []), less = Change("less", [new RateFactorOptions { Module = "encoder", Factor = 0.1 }]);

        Assert.InRange(less / all, 0.05, 0.2); // AdamW's steps follow the rate
    }

    [Fact]
    public void A_batch_in_parts_teaches_what_the_whole_one_does()
    {
        // But for batch norm, whose statistics would be a part's: here it keeps its own.
        TrainingConfig config = TinyRun.ConfigToMemorise with { Epochs = 1, BatchSize = 16, Freeze = BatchNorms(), Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, LearningRate = 0.02 } };
        float[][] weights = [.. new[] { 1, 2, 5 }.Select(parts =>
        {
            using Trainer trainer = NewTrainer(config with { Name = $"parts{parts}", MicroBatches = parts });
            trainer.Run();
            return trainer.Model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>()).ToArray();
        })];

        foreach (float[] other in weights[1..])
            Assert.Equal(0, weights[0].Zip(other, (one, two) => Math.Abs(one - two)).Max(), 1e-5f);
    }

    [Fact]
    public void Bfloat16_learns_the_same_but_for_rounding_and_keeps_weights_in_32_bits()
    {
        double Loss(ComputePrecision precision)
        {
            TrainingConfig config = TinyRun.ConfigToMemorise with { Name = precision.ToString(), Epochs = 3, Precision = precision };
            RecordedProgress progress = new();
            using Trainer trainer = new(config, new ToneDataset(32, seed: 1), new ToneDataset(9, seed: 2), RunFolder.Open(_folder.Path, config, resume: false), progress);
            trainer.Run();
            Assert.All(trainer.Model.Parameters(), parameter => Assert.Equal(DType.Float32, parameter.DType));
            return progress.Epochs[^1].TrainingLoss;
        }
        double full = Loss(ComputePrecision.Float32), half = Loss(ComputePrecision.Bfloat16);

        Assert.NotEqual(full, half);
        Assert.Equal(full, half, 0.15);
    }

    [Fact]
    public void A_batch_is_divided_evenly_and_keeps_all_its_rows()
    {
        SampleBatch batch = new([.. Enumerable.Range(0, 7)], [.. Enumerable.Range(0, 14).Select(value => (float)value)], [.. Enumerable.Range(0, 21).Select(value => (float)value)], [6, 5, 4, 3, 2, 1, 0]) { Auxiliary = [10, 11, 12, 13, 14, 15, 16] };
        SampleBatch[] parts = [.. batch.Split(3)];

        Assert.Equal([2, 2, 3], parts.Select(part => part.Count));
        Assert.Equal(batch.Indices, parts.SelectMany(part => part.Indices));
        Assert.Equal(batch.Input, parts.SelectMany(part => part.Input));
        Assert.Equal(batch.Targets, parts.SelectMany(part => part.Targets));
        Assert.Equal(batch.Labels, parts.SelectMany(part => part.Labels));
        Assert.Equal(batch.Auxiliary, parts.SelectMany(part => part.Auxiliary));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Split(8).Count());
    }

    private Trainer NewTrainer(TrainingConfig config) =>
        new(config, new ToneDataset(32, seed: 1), new ToneDataset(9, seed: 2), RunFolder.Open(_folder.Path, config, resume: false), new RecordedProgress());

    private static string[] BatchNorms()
    {
        using EmotionModel model = ModelFactory.Create(TinyRun.ConfigToMemorise.Model);
        return [.. model.NamedModules().Where(entry => entry.Module is BatchNorm).Select(entry => entry.Name)];
    }

    private static Dictionary<string, string> Contents(Module model) => model.StateDict().ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.Detach().ToBytes()));
}
