using Mien.Preprocessing.Tests.Support;

namespace Mien.Preprocessing.Tests.Audio;

public sealed class StreamingLogMelTests
{
    public static TheoryData<AudioSpec> Specs => new(
        new AudioSpec(),
        new AudioSpec { PadMode = AudioPadMode.Reflect, PreEmphasis = 0.97f },
        new AudioSpec { Center = false, FftSize = 512, HopSamples = 160, MelBands = 40 },
        new AudioSpec { FftSize = 256, HopSamples = 256, PadMode = AudioPadMode.Reflect, MelBands = 20 },
        new AudioSpec { FftSize = 256, HopSamples = 7, MelBands = 3 });

    [Theory]
    [MemberData(nameof(Specs))]
    public void Chunks_of_any_size_give_the_frames_of_the_whole(AudioSpec spec)
    {
        Random random = new(7);
        LogMelExtractor batch = new(spec);
        StreamingLogMel stream = new(spec);
        foreach (int length in (int[])[1, 100, 1500, 9000])
        {
            float[] samples = Signals.NoiseWithTone(length, seed: length);
            List<float> frames = [];
            for (int at = 0; at < length;)
            {
                int count = Math.Min(random.Next(random.Next(2) == 0 ? 5 : 4000), length - at);
                frames.AddRange(stream.Push(samples.AsSpan(at, count)));
                Assert.Equal(frames.Count, stream.FrameCount * spec.MelBands);
                at += count;
            }
            frames.AddRange(stream.Flush());
            Assert.Equal(batch.Frames(samples), frames);
            Assert.Equal(stream.FramesOf(length) * spec.MelBands, frames.Count);
        }
    }

    [Fact]
    public void A_frame_comes_as_soon_as_its_last_sample_is_there()
    {
        StreamingLogMel stream = new(new AudioSpec { FftSize = 256, HopSamples = 128, MelBands = 4 });
        Assert.Equal(0, stream.Push(new float[127]).Length);
        Assert.Equal(4, stream.Push(new float[1]).Length); // frame 0 reaches from -128 to 127
        Assert.Equal(0, stream.Push(new float[127]).Length);
        Assert.Equal(4, stream.Push(new float[1]).Length);
        Assert.Equal(40, stream.Push(new float[1280]).Length);
    }

    [Fact]
    public void Pushing_allocates_nothing_once_it_runs()
    {
        StreamingLogMel stream = new(new AudioSpec());
        float[] chunk = Signals.NoiseWithTone(1600);
        for (int i = 0; i < 20; i++)
            stream.Push(chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            stream.Push(chunk);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
