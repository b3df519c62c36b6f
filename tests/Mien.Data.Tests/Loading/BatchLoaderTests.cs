using Mien.Data.Loading;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Loading;

public sealed class BatchLoaderTests
{
    private const int Samples = 50;

    [Fact]
    public void Batches_are_the_same_for_one_worker_and_for_four()
    {
        SampleBatch[] one = Load(workers: 1, seed: 5), four = Load(workers: 4, seed: 5);

        Assert.Equal(one.Length, four.Length);
        foreach ((SampleBatch left, SampleBatch right) in one.Zip(four))
        {
            Assert.Equal(left.Indices, right.Indices);
            Assert.Equal(left.Input, right.Input);
            Assert.Equal(left.Targets, right.Targets);
            Assert.Equal(left.Labels, right.Labels);
        }
    }

    [Fact]
    public void Another_seed_or_epoch_gives_other_batches()
    {
        float[] first = Load(workers: 2, seed: 5)[0].Input;

        Assert.NotEqual(first, Load(workers: 2, seed: 6)[0].Input);
        Assert.NotEqual(first, Load(workers: 2, seed: 5, epoch: 1)[0].Input);
    }

    [Fact]
    public void An_epoch_holds_every_sample_once_with_its_own_label()
    {
        NumberedDataset dataset = new(Samples);
        BatchLoader loader = new(dataset, new ShuffledSampler(Samples, seed: 3), new LoaderOptions { BatchSize = 8, Workers = 3 });
        SampleBatch[] batches = [.. loader.Epoch(0)];

        Assert.Equal(loader.BatchCount(0), batches.Length);
        Assert.Equal([8, 8, 8, 8, 8, 8, 2], batches.Select(batch => batch.Count));
        Assert.Equal(Enumerable.Range(0, Samples), batches.SelectMany(batch => batch.Indices).Order());
        foreach (SampleBatch batch in batches)
            for (int row = 0; row < batch.Count; row++)
            {
                Assert.Equal(batch.Indices[row], batch.Input[row * 2]);
                Assert.Equal(dataset.LabelOf(batch.Indices[row]), batch.Labels[row]);
                Assert.Equal(1, batch.Targets[row * 3 + batch.Labels[row]]);
            }
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_left_out() =>
        Assert.All(
            new BatchLoader(new NumberedDataset(Samples), new SequentialSampler(Samples), new LoaderOptions { BatchSize = 8, DropLast = true }).Epoch(0),
            batch => Assert.Equal(8, batch.Count));

    [Fact]
    public void Each_batch_draws_a_picture_size_of_its_own_whoever_reads_it()
    {
        int?[] Sizes(int workers, long seed, DatasetShard shard = default) => [.. new BatchLoader(
            new NumberedDataset(400), new SequentialSampler(400),
            new LoaderOptions { BatchSize = 4, Workers = workers, Seed = seed, PictureSizes = [64, 64, 48, 32], Shard = shard }).Epoch(0).Select(batch => batch.PictureSize)];

        int?[] drawn = Sizes(1, 5);

        Assert.Equal(drawn, Sizes(3, 5));
        Assert.NotEqual(drawn, Sizes(1, 6));
        Assert.Equal([32, 48, 64], drawn.Distinct().Order());
        Assert.InRange(drawn.Count(size => size == 64), 35, 65); // half of 100
        Assert.All(new BatchLoader(new NumberedDataset(8), new SequentialSampler(8), new LoaderOptions()).Epoch(0), batch => Assert.Null(batch.PictureSize));
        Assert.All(drawn.Index(), pair => Assert.Equal(pair.Item, new SampleBatch([1, 2], [1, 2], [], [0, 0]) { PictureSize = pair.Item }.Split(2).First().PictureSize));
    }

    [Fact]
    public void Leaving_early_stops_the_workers()
    {
        NumberedDataset dataset = new(2000, TimeSpan.FromMilliseconds(1));
        BatchLoader loader = new(dataset, new SequentialSampler(2000), new LoaderOptions { BatchSize = 10, Workers = 4, PrefetchBatches = 6 });
        foreach (SampleBatch _ in loader.Epoch(0))
            break;

        int reads = dataset.Reads;
        Assert.Equal(0, dataset.Active);
        Thread.Sleep(50);
        Assert.Equal(reads, dataset.Reads);
        Assert.InRange(reads, 10, 70); // one batch was taken, and at most six are ahead
    }

    [Fact]
    public void Cancelling_ends_the_epoch()
    {
        using CancellationTokenSource stop = new();
        NumberedDataset dataset = new(1000, TimeSpan.FromMilliseconds(1));
        BatchLoader loader = new(dataset, new SequentialSampler(1000), new LoaderOptions { BatchSize = 10 });

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (SampleBatch _ in loader.Epoch(0, stop.Token))
                stop.Cancel();
        });
        Assert.Equal(0, dataset.Active);
        Assert.True(dataset.Reads < 1000);
    }

    private static SampleBatch[] Load(int workers, long seed, int epoch = 0)
    {
        LoaderOptions options = new() { BatchSize = 8, Workers = workers, Augment = true, MixUpAlpha = 0.4f, Seed = seed };
        return [.. new BatchLoader(new NumberedDataset(Samples), new ShuffledSampler(Samples, seed), options).Epoch(epoch)];
    }
}
