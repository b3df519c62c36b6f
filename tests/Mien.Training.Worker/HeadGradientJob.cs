using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Worker;

/// <summary>One backward pass of a small network with all heads over a batch of 16 that the processes share; rank 0 saves the gradients.</summary>
internal static class HeadGradientJob
{
    public static void Run(string output, DataParallel parallel) => parallel.Run(() =>
    {
        const int batchSize = 16;
        TorchThreads.Set(1);
        TorchRandom.Seed(parallel.Place.Rank); // other weights in each process, until they are made equal
        using TensorScope scope = TensorScope.Begin();
        MarkedFaceDataset data = new(batchSize, seed: 3);
        using Network model = new(3 * MarkedFaceDataset.Side * MarkedFaceDataset.Side, data.Labels.Count);
        parallel.Prepare(model, synchronizeBatchNorm: false, bucketBytes: 2048);

        // In the dataset's order, so that of two processes one has all samples without any landmark.
        BatchLoader loader = new(data, new DistributedSampler(new SequentialSampler(batchSize), parallel.Shard), new LoaderOptions { BatchSize = batchSize / parallel.Place.WorldSize, Shard = parallel.Shard });
        SampleBatch batch = loader.Epoch(0).Single();
        using MultiTaskLoss loss = new(new LossOptions { Landmarks = new LandmarkLossOptions { Weight = 20 } }, [LandmarkHead.Name, AffectHead.Name], data, [4, 4, 4, 4], parallel);
        long labels = data.Labels.Count;
        parallel.BeginGradients();
        Tensor all = model.Forward(ModelInput.Of(data, batch).Image!.Flatten(1)); // (B, labels + 136 + 2)
        EmotionOutputs outputs = new(all.Slice(1, 0, labels), new Dictionary<string, Tensor>
        {
            [LandmarkHead.Name] = all.Slice(1, labels, labels + LandmarkHead.Length),
            [AffectHead.Name] = all.Slice(1, labels + LandmarkHead.Length),
        });
        loss.Compute(outputs, Tensor.From(batch.Targets, batch.Count, data.Labels.Count), AuxiliaryTargets.Of(data, batch)).Backward();
        parallel.EndGradients();
        GradientJob.Save(output, model, parallel);
        return 0;
    });

    private sealed class Network : Module<Tensor, Tensor>
    {
        private const int Features = 32;

        private readonly Linear _encoder;
        private readonly EmotionHead _emotion;
        private readonly LandmarkHead _landmarks;
        private readonly AffectHead _affect;

        public Network(int inputs, int labels)
        {
            _encoder = RegisterModule("encoder", new Linear(inputs, Features));
            _emotion = RegisterModule("emotion", new EmotionHead(Features, labels, dropout: 0));
            _landmarks = RegisterModule("landmarks", new LandmarkHead(Features, hidden: 16));
            _affect = RegisterModule("affect", new AffectHead(Features));
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            Tensor features = Functional.Tanh(_encoder.Forward(input));
            return Tensor.Cat([_emotion.Forward(features), _landmarks.Forward(features), _affect.Forward(features)], 1);
        }
    }
}
