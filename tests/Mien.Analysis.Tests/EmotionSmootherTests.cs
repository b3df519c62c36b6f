using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class EmotionSmootherTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(25)]
    [InlineData(60)]
    public void A_jump_is_63_percent_done_after_the_time_constant_at_any_frame_rate(int framesPerSecond)
    {
        EmotionSmoother smoother = new(TimeSpan.FromSeconds(1));
        float[] state = [0, 1];
        smoother.Smooth(1, MediaTime.Zero, state);
        for (int i = 1; i <= framesPerSecond; i++)
        {
            state = [1, 0];
            smoother.Smooth(1, MediaTime.FromSeconds((double)i / framesPerSecond), state);
        }
        Assert.Equal(1 - Math.Exp(-1), state[0], 4);
        Assert.Equal(1, state.Sum(), 5);
    }

    [Fact]
    public void Without_a_time_constant_nothing_is_smoothed()
    {
        EmotionSmoother smoother = new(TimeSpan.Zero);
        smoother.Smooth(1, MediaTime.Zero, [1f, 0]);
        float[] state = [0, 1];
        smoother.Smooth(1, MediaTime.FromSeconds(0.01), state);
        Assert.Equal([0, 1], state);
    }

    [Fact]
    public void People_do_not_mix_and_the_long_gone_are_forgotten()
    {
        EmotionSmoother smoother = new(TimeSpan.FromSeconds(0.1));
        for (int i = 0; i < 1000; i++)
        {
            float[] state = [i % 2, 1 - i % 2];
            float[] expected = [.. state];
            smoother.Smooth(i, MediaTime.FromSeconds(i), state);
            Assert.Equal(expected, state);
        }
        Assert.InRange(smoother.TrackedCount, 1, 5);
    }
}
