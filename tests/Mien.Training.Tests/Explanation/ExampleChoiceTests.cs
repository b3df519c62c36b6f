using Mien.Training.Explanation;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Explanation;

public sealed class ExampleChoiceTests
{
    private readonly ToneDataset _dataset = new(60, seed: 3);

    [Fact]
    public void Each_label_has_as_many_and_no_sample_is_drawn_twice()
    {
        IReadOnlyList<int> chosen = ExampleChoice.OfEachLabel(_dataset, 5, seed: 1);
        Assert.Equal(20, chosen.Distinct().Count());
        Assert.Equal([.. Enumerable.Range(0, 4).SelectMany(label => Enumerable.Repeat(label, 5))], chosen.Select(_dataset.LabelOf));
    }

    [Fact]
    public void A_seed_chooses_the_same_and_another_one_others()
    {
        Assert.Equal(ExampleChoice.OfEachLabel(_dataset, 5, seed: 1), ExampleChoice.OfEachLabel(_dataset, 5, seed: 1));
        Assert.NotEqual(ExampleChoice.OfEachLabel(_dataset, 5, seed: 1), ExampleChoice.OfEachLabel(_dataset, 5, seed: 2));
    }

    [Fact]
    public void A_rare_label_gives_all_that_it_has() =>
        Assert.Equal(Enumerable.Range(0, 60), ExampleChoice.OfEachLabel(_dataset, 1000, seed: 1).Order());

    [Fact]
    public void Means_count_each_sample_by_its_own_peak()
    {
        MeanActivation mean = new("happy");
        mean.Add(Map(0, 4), [100, 0]);
        mean.Add(Map(0.1f, 0.05f), [201, 50]);
        Assert.Equal(2, mean.Count);
        Assert.Equal([0.5f, 0.75f], mean.Map);
        Assert.Equal([150, 25], mean.Picture);

        static ActivationMap Map(float left, float right) => new() { Probabilities = [1], Label = 0, Width = 2, Height = 1, Values = [left, right] };
    }
}
