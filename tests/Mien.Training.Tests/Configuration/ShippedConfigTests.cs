using Mien.Core;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training.Options;

namespace Mien.Training.Tests.Configuration;

public sealed class ShippedConfigTests
{
    private static readonly string[] s_reportedActors = ["ravdess/19", "ravdess/20", "ravdess/21", "ravdess/22", "ravdess/23", "ravdess/24"];

    /// <summary>Every config that can be trained; those under _base_ are parts of them.</summary>
    public static TheoryData<string> Configs => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "configs"), "*.yaml", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/_base_/"))
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order()];

    [Theory]
    [MemberData(nameof(Configs))]
    public void It_loads_and_its_model_takes_its_data(string file)
    {
        TrainingConfig config = TrainingRun.LoadConfig(Path.Combine(Repository.Root, file));

        config.Validate();
        PreprocessingSpec spec = config.Data.MakeSpec();
        using Module network = ModelFactory.CreateNetwork(config.Model with { Labels = spec.Labels.Count });
        string expected = config.Data is FaceSceneDataOptions ? "face_detector"
            : config.Data is Landmarks68DataOptions { Landmarks: true } ? "face_landmarks"
            : (spec.Image, spec.Audio) switch { (not null, not null) => "fusion", (not null, _) => "face", (_, not null) => "speech", _ => "features" };
        Assert.Equal(expected, config.Model.Task);
        int? bands = (config.Model as SpeechModelSpec)?.Encoder.MelBands ?? (config.Model as FusionModelSpec)?.AudioEncoder.MelBands;
        Assert.Equal(spec.Audio?.MelBands, bands);
        if (config.Model is FeatureModelSpec features)
            Assert.Equal((features.Dimension, features.Sequence), (spec.Features!.Dimension, spec.Features.Steps is not null));
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void No_config_learns_from_people_it_is_reported_or_demonstrated_on(string file)
    {
        (IReadOnlyList<string> Test, IReadOnlyList<string> Excluded)? speakers = TrainingRun.LoadConfig(Path.Combine(Repository.Root, file)).Data switch
        {
            SpeechDataOptions speech => (speech.TestSpeakers, speech.ExcludedSpeakers),
            RavdessDataOptions clips => (clips.TestSpeakers, clips.ExcludedSpeakers),
            _ => null,
        };
        if (speakers is not { } people)
            return;

        Assert.Superset(s_reportedActors.ToHashSet(), people.Test.ToHashSet());
        Assert.Contains("ravdess/01", people.Excluded);
    }

    [Fact]
    public void The_features_configs_learn_from_nobody_they_are_reported_on()
    {
        FeaturesDataOptions data = (FeaturesDataOptions)TrainingRun.LoadConfig(Path.Combine(Repository.Root, "configs/features/ravdess_crema_d.yaml")).Data;

        // The published arrays hold no features of actors 01, 23 and 24.
        Assert.Superset(s_reportedActors[..4].ToHashSet(), data.TestSpeakers.ToHashSet());
    }

    [Fact]
    public void Overrides_and_the_data_folder_go_before_the_file()
    {
        TrainingConfig config = TrainingRun.LoadConfig(
            Path.Combine(Repository.Root, "configs/speech/smoke.yaml"), ["optimizer.learning_rate=0.25", "name=other", "data.limit_per_label=null"], "/somewhere");

        Assert.Equal(0.25, config.Optimizer.LearningRate);
        Assert.Equal("other", config.Name);
        Assert.Equal("/somewhere", config.Data.Root);
        Assert.Null(((SpeechDataOptions)config.Data).LimitPerLabel);
        Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(Path.Combine(Repository.Root, "configs/speech/smoke.yaml"), ["epochs"]));
    }
}
