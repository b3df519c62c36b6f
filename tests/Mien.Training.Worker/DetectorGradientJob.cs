using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;
using Mien.Training.Tasks;
using Mien.Training.Tests.Support;

namespace Mien.Training.Worker;

/// <summary>One backward pass of a face detector over a batch of 8 that the processes share; rank 0 saves the gradients.</summary>
internal static class DetectorGradientJob
{
    public static void Run(string output, DataParallel parallel) => parallel.Run(() =>
    {
        const int batchSize = 8;
        TorchThreads.Set(1);
        TorchRandom.Seed(parallel.Place.Rank);
        using TensorScope scope = TensorScope.Begin();
        DiscScenes data = new(batchSize, 64, seed: 3);
        using FaceDetectionTask task = new(new FaceDetectorSpec { Width = 8, NeckWidth = 8, Depth = 1 }, new DetectionLossOptions(), data, parallel);
        parallel.Prepare(task.Model, synchronizeBatchNorm: false, bucketBytes: 2048);
        LearnStatistics((FaceDetectorModel)task.Model);
        BatchLoader loader = new(data, new DistributedSampler(new ShuffledSampler(batchSize, seed: 5), parallel.Shard), new LoaderOptions
        {
            BatchSize = batchSize / parallel.Place.WorldSize,
            Shard = parallel.Shard,
        });
        SampleBatch batch = loader.Epoch(0).Single();
        parallel.BeginGradients();
        task.Loss(batch).Backward();
        parallel.EndGradients();
        GradientJob.Save(output, task.Model, parallel);
        return 0;
    });

    // Which cell is to find a face hangs on differences in the last digit, which common batch statistics would make: all use the
    // same stored ones, of the same pictures.
    private static void LearnStatistics(FaceDetectorModel model)
    {
        TorchRandom.Seed(9);
        using (Grad.Disabled())
            for (int pass = 0; pass < 20; pass++)
                model.Forward(Tensor.Randn([4, 3, 64, 64]));
        model.Eval();
    }
}
