using Mien.Torch;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Distributed;

/// <summary>Real processes on parts of a batch against one on the whole.</summary>
public sealed class GradientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GradientTests() => DistributedTest.SkipWithoutGloo();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, "stored")]
    [InlineData(2, "sync")]
    [InlineData(4, "sync")]
    public async Task Processes_on_parts_of_a_batch_find_the_gradients_of_one_on_the_whole(int processes, string batchNorm)
    {
        string whole = Path.Combine(_folder.Path, "whole.safetensors"), parts = Path.Combine(_folder.Path, "parts.safetensors");
        await CompareAsync(processes, whole, parts, file => ["gradients", file, batchNorm]);
    }

    // Parts of a batch hold differently many landmarks, and some none: each process's own mean would weigh them wrongly.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task So_they_do_with_missing_landmarks_and_affect(int processes) => await CompareAsync(
        processes, Path.Combine(_folder.Path, "whole.safetensors"), Path.Combine(_folder.Path, "parts.safetensors"), file => ["heads", file]);

    [Fact]
    public async Task So_they_do_with_pictures_of_different_numbers_of_faces() => await CompareAsync(
        2, Path.Combine(_folder.Path, "whole.safetensors"), Path.Combine(_folder.Path, "parts.safetensors"), file => ["detector", file]);

    private static async Task CompareAsync(int processes, string whole, string parts, Func<string, string[]> job)
    {
        using (WorkerProcess one = WorkerProcess.Start(job(whole)))
            await one.SucceedAsync();
        WorkerProcess[] several = WorkerProcess.StartAll(processes, job(parts));
        foreach (WorkerProcess process in several)
            using (process)
                await process.SucceedAsync();

        Dictionary<string, float[]> expected = StoredTensors.Numbers(whole), actual = StoredTensors.Numbers(parts);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.True(expected.Count(entry => entry.Key.EndsWith(".weight", StringComparison.Ordinal) && entry.Value.Any(value => Math.Abs(value) > 1e-3)) > 3, "There is nothing to compare.");
        foreach ((string name, float[] numbers) in expected)
            for (int index = 0; index < numbers.Length; index++)
                Assert.True(
                    Math.Abs(numbers[index] - actual[name][index]) <= 1e-5,
                    $"{name}[{index}] is {actual[name][index]} of {processes} processes, {numbers[index]} of one.");
    }

    [Fact]
    public async Task Gradients_are_on_their_way_before_the_backward_pass_has_ended()
    {
        string output = Path.Combine(_folder.Path, "parts.safetensors");
        WorkerProcess[] two = WorkerProcess.StartAll(2, "gradients", output, "sync");
        foreach (WorkerProcess process in two)
            using (process)
                await process.SucceedAsync();

        int[] buckets = [.. SafeTensors.LoadMetadata(output)["buckets"].Split(' ').Select(int.Parse)];
        Assert.True(buckets[1] >= 3, $"There are {buckets[1]} buckets.");
        Assert.Equal(buckets[1], buckets[0]);
    }

    [Fact]
    public async Task What_each_process_found_comes_together_exactly()
    {
        WorkerProcess[] three = WorkerProcess.StartAll(3, "gather");
        foreach (WorkerProcess process in three)
            using (process)
                Assert.Equal(
                    "100 101 102 103 104 105 106\n100.25 -100 101.25 -101 102.25 -102 103.25 -103 104.25 -104 105.25 -105 106.25 -106\n5 6\n2 True all",
                    await process.SucceedAsync());
    }
}
