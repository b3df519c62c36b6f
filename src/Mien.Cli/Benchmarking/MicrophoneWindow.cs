using Mien.Preprocessing;

namespace Mien.Cli.Benchmarking;

/// <summary>Noise as a microphone would give it, a frame's worth at a time, and the window of log-mel that a speech model hears of it.</summary>
internal sealed class MicrophoneWindow(AudioSpec spec)
{
    private const int FramesPerSecond = 25;

    private readonly StreamingLogMel _logMel = new(spec);
    private readonly float[] _sound = Noise(spec.SampleRateHz);
    private readonly float[] _mel = new float[spec.Frames * spec.MelBands]; // the last frames, in decibels
    private int _position;

    /// <summary>The features of the window, as the model takes them.</summary>
    public float[] Features { get; } = new float[spec.Frames * spec.MelBands];

    /// <summary>Hears the sound of one more frame of the camera.</summary>
    public void Update()
    {
        int count = spec.SampleRateHz / FramesPerSecond;
        if (_position + count > _sound.Length)
            _position = 0;
        ReadOnlySpan<float> fresh = _logMel.Push(_sound.AsSpan(_position, count));
        _position += count;
        _mel.AsSpan(fresh.Length).CopyTo(_mel);
        fresh.CopyTo(_mel.AsSpan(_mel.Length - fresh.Length));
        LogMelWindow.Assemble(spec, _mel, Features);
    }

    private static float[] Noise(int samples)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, samples).Select(_ => 0.2f * random.NextSingle() - 0.1f)];
    }
}
