using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Tests.Support;

namespace Mien.Training.Worker;

/// <summary>One backward pass over a batch of 16 that the processes share; rank 0 saves the gradients and the batch statistics.</summary>
internal static class GradientJob
{
    public static void Run(string output, bool synchronizeBatchNorm, DataParallel parallel) => parallel.Run(() =>
    {
        const int batchSize = 16;
        TorchThreads.Set(1);
        TorchRandom.Seed(parallel.Place.Rank); // other weights in each process, until they are made equal
        using TensorScope scope = TensorScope.Begin();
        ToneDataset data = new(batchSize, seed: 3);
        using EmotionModel model = ModelFactory.Create(TinyRun.ConfigToMemorise.Model with { Labels = data.Labels.Count });
        // Without the processes' common statistics the whole batch and its halves agree only where the stored ones are used.
        model.Train(synchronizeBatchNorm);
        parallel.Prepare(model, synchronizeBatchNorm, bucketBytes: 2048);

        BatchLoader loader = new(data, new DistributedSampler(new ShuffledSampler(batchSize, seed: 5), parallel.Shard), new LoaderOptions
        {
            BatchSize = batchSize / parallel.Place.WorldSize,
            Augment = true,
            Shard = parallel.Shard,
        });
        SampleBatch batch = loader.Epoch(0).Single();
        parallel.BeginGradients();
        Tensor targets = Tensor.From(batch.Targets, batch.Count, data.Labels.Count);
        Functional.CrossEntropy(model.Forward(new EmotionInputs { Audio = Tensor.From(batch.Input, batch.Count, 1, ToneDataset.Bands, ToneDataset.Frames) }), targets).Backward();
        parallel.EndGradients();

        Save(output, model, parallel);
        return 0;
    });

    /// <summary>Saves gradients and buffers, in rank 0.</summary>
    public static void Save(string output, Module model, DataParallel parallel)
    {
        if (!parallel.IsChief)
            return;
        OrderedDictionary<string, Tensor> found = [];
        foreach ((string name, Tensor parameter) in model.NamedParameters())
            found.Add(name, parameter.Grad ?? throw new InvalidOperationException($"{name} has no gradient."));
        foreach ((string name, Tensor buffer) in model.NamedBuffers())
            found.Add(name, buffer);
        SafeTensors.Save(output, found, new Dictionary<string, string> { ["buckets"] = $"{parallel.BucketsBegunEarly} {parallel.BucketCount}" });
    }
}
