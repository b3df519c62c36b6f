namespace Mien.Inference.Tests;

public sealed class LateFusionTests
{
    private static readonly float[] s_face = [.7f, .3f, 0, 0, 0, 0, 0];
    private static readonly float[] s_voice = [.1f, 0, .9f, 0, 0, 0, 0];

    [Fact]
    public void Reliability_is_zero_at_chance_and_one_for_a_perfect_model()
    {
        Assert.Equal(0, new ModalityReliability(1.0 / 7, 7).AboveChance, 9);
        Assert.Equal(1, new ModalityReliability(1, 8).AboveChance, 9);
        Assert.Equal(0, new ModalityReliability(0.05, 8).AboveChance, 9);
        Assert.Equal((0.6 - 0.25) / 0.75, new ModalityReliability(0.6, 4).AboveChance, 9);
    }

    [Fact]
    public void Each_modality_counts_by_reliability_and_by_how_well_it_is_seen_or_heard()
    {
        LateFusion fusion = new(new ModalityReliability(0.6, 4), new ModalityReliability(0.5, 5));
        double face = fusion.FaceWeight(0.8), voice = fusion.SpeechWeight(0.5, 1);
        Assert.Equal(0.35 / 0.75 * 0.8, face, 9);
        Assert.Equal(0.3 / 0.8 * 0.5, voice, 9);
        float[] fused = new float[7];
        Assert.True(LateFusion.Fuse(s_face, face, s_voice, voice, fused));
        for (int i = 0; i < fused.Length; i++)
            Assert.Equal((face * s_face[i] + voice * s_voice[i]) / (face + voice), fused[i], 5);
        Assert.Equal(1f, fused.Sum(), 5);
    }

    [Fact]
    public void The_voice_is_shared_among_the_faces_it_may_belong_to()
    {
        LateFusion fusion = new(null, new ModalityReliability(0.5, 5));
        Assert.Equal(fusion.SpeechWeight(1, 1) / 3, fusion.SpeechWeight(1, 3), 9);
        Assert.Equal(fusion.SpeechWeight(1, 1), fusion.SpeechWeight(1, 0), 9);
    }

    [Fact]
    public void One_modality_alone_is_taken_as_it_is()
    {
        float[] fused = new float[7];
        Assert.True(LateFusion.Fuse(s_face, 0.2, [], 0.9, fused));
        Assert.Equal(s_face, fused);
        Assert.True(LateFusion.Fuse([], 0.2, s_voice, 0, fused));
        Assert.Equal(s_voice, fused);
    }

    [Fact]
    public void Modalities_that_weigh_nothing_count_alike()
    {
        float[] fused = new float[7];
        Assert.True(LateFusion.Fuse(s_face, 0, s_voice, 0, fused));
        Assert.Equal(.4f, fused[0], 5);
    }

    [Fact]
    public void Without_any_modality_nothing_is_said()
    {
        float[] fused = [9, 9, 9, 9, 9, 9, 9];
        Assert.False(LateFusion.Fuse([], 1, [], 1, fused));
        Assert.All(fused, value => Assert.Equal(9f, value));
    }
}
