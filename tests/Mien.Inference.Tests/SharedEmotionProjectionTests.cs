using Mien.Core;

namespace Mien.Inference.Tests;

public sealed class SharedEmotionProjectionTests
{
    private static readonly EmotionLabelSet s_shared = EmotionLabelSet.Shared7;

    [Fact]
    public void Labels_find_their_place_whatever_the_models_order()
    {
        EmotionLabelSet own = new(["anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"]);
        float[] projected = Project(own, [.1f, .2f, .3f, .05f, .15f, .12f, .08f]);
        Assert.Equal([.08f, .05f, .15f, .12f, .3f, .2f, .1f], projected); // neutral happy sad surprise fear disgust anger
    }

    [Fact]
    public void Calm_joins_neutral()
    {
        EmotionLabelSet own = new(["neutral", "calm", "happy", "sad", "anger", "fear", "disgust", "surprise"]);
        float[] projected = Project(own, [.1f, .2f, .1f, .1f, .2f, .1f, .1f, .1f]);
        Assert.Equal(.3f, projected[s_shared.IndexOf("neutral")], 6);
        Assert.Equal(1f, projected.Sum(), 5);
    }

    [Fact]
    public void Contempt_says_nothing_about_the_others()
    {
        EmotionLabelSet own = new([.. s_shared, "contempt"]);
        float[] projected = Project(own, [0, .3f, 0, 0, 0, 0, 0, .7f]);
        Assert.Equal(.3f + .1f, projected[s_shared.IndexOf("happy")], 6);
        Assert.Equal(.1f, projected[s_shared.IndexOf("fear")], 6);
    }

    [Fact]
    public void An_emotion_the_model_does_not_know_is_left_open()
    {
        float[] projected = Project(new(["anger", "neutral", "happy", "sad"]), [1, 0, 0, 0]);
        Assert.Equal(4f / 7, projected[s_shared.IndexOf("anger")], 6);
        Assert.Equal(1f / 7, projected[s_shared.IndexOf("fear")], 6);
        Assert.Equal(0f, projected[s_shared.IndexOf("sad")], 6);
        Assert.Equal(1f, projected.Sum(), 5);
    }

    [Fact]
    public void A_model_of_other_things_is_refused() =>
        Assert.Throws<UserErrorException>(() => new SharedEmotionProjection(new EmotionLabelSet(["cat", "dog"])));

    private static float[] Project(EmotionLabelSet labels, float[] own)
    {
        float[] shared = new float[s_shared.Count];
        new SharedEmotionProjection(labels).Project(own, shared);
        return shared;
    }
}
