using Mien.Data.Loading;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests.Loading;

public sealed class DistributedSamplerTests
{
    [Theory]
    [InlineData(100, 2)]
    [InlineData(101, 4)]
    [InlineData(7, 3)]
    public void The_shares_are_equally_large_and_no_sample_is_in_two(int samples, int processes)
    {
        ShuffledSampler whole = new(samples, seed: 4);
        int[][] shares = [.. Enumerable.Range(0, processes).Select(rank => new DistributedSampler(whole, new DatasetShard(rank, processes)).Order(3))];

        Assert.All(shares, share => Assert.Equal(samples / processes, share.Length));
        int[] all = [.. shares.SelectMany(share => share)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(whole.Order(3).Take(all.Length).Order(), all.Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Batches_of_all_processes_together_are_those_of_one_with_the_same_augmentation(int processes)
    {
        const int batchSize = 8;
        NumberedDataset dataset = new(43);
        ShuffledSampler sampler = new(dataset.Count, seed: 9);
        LoaderOptions options = new() { Augment = true, DropLast = true, Seed = 9 };
        SampleBatch[] whole = [.. new BatchLoader(dataset, sampler, options with { BatchSize = batchSize }).Epoch(2)];
        SampleBatch[][] parts = [.. Enumerable.Range(0, processes).Select(rank => new DatasetShard(rank, processes)).Select(shard =>
            new BatchLoader(dataset, new DistributedSampler(sampler, shard), options with { BatchSize = batchSize / processes, Shard = shard }).Epoch(2).ToArray())];

        Assert.Equal(5, whole.Length);
        Assert.All(parts, part => Assert.Equal(whole.Length, part.Length));
        for (int batch = 0; batch < whole.Length; batch++)
        {
            Assert.Equal(Samples(whole[batch]).Order(), parts.SelectMany(part => Samples(part[batch])).Order());
        }

        static IEnumerable<string> Samples(SampleBatch batch)
        {
            int length = batch.Input.Length / batch.Count;
            return batch.Indices.Select((index, row) => $"{index}: {string.Join(' ', batch.Input[(row * length)..((row + 1) * length)])}");
        }
    }

    [Fact]
    public void An_epoch_goes_on_where_it_was_left()
    {
        NumberedDataset dataset = new(20);
        BatchLoader loader = new(dataset, new ShuffledSampler(20, seed: 1), new LoaderOptions { BatchSize = 3, Augment = true, MixUpAlpha = 0.3f, Seed = 1 });
        SampleBatch[] whole = [.. loader.Epoch(1)], rest = [.. loader.Epoch(1, firstBatch: 4)];

        Assert.Equal(3, rest.Length);
        Assert.Equal(whole[4..].SelectMany(batch => batch.Input), rest.SelectMany(batch => batch.Input));
        Assert.Equal(whole[4..].SelectMany(batch => batch.Indices), rest.SelectMany(batch => batch.Indices));
    }

    [Theory]
    [InlineData(21, 2)]
    [InlineData(20, 3)]
    [InlineData(2, 4)]
    public void The_shards_of_a_dataset_hold_each_sample_once(int samples, int processes)
    {
        NumberedDataset whole = new(samples);
        ShardedDataset[] shards = [.. Enumerable.Range(0, processes).Select(rank => new ShardedDataset(whole, new DatasetShard(rank, processes)))];

        Assert.Equal(samples, shards.Sum(shard => shard.Count));
        for (int sample = 0; sample < samples; sample++)
            Assert.Equal(whole.LabelOf(sample), shards[sample % processes].LabelOf(sample / processes));
    }

    [Fact]
    public void A_share_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatasetShard(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatasetShard(0, 0));
        Assert.Equal(new DatasetShard(0, 1), DatasetShard.Whole);
    }
}
