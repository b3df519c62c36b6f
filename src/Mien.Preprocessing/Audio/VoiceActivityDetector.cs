using Mien.Core;

namespace Mien.Preprocessing;

/// <summary>
/// Finds speech in a stream by its level over an adaptive noise floor and by its spectral shape. It tells speech from
/// silence and from steady noise; music and other tonal sounds it takes for speech. One object serves one thread at a time.
/// </summary>
/// <remarks>
/// Frames of about 32 ms begin every 16 ms (Hann window). With P[k] the power of the bins between 200 and 4000 Hz:
/// level L = 10 log10 of their share of full scale; flatness F = exp(mean ln W) / mean W (Johnston 1988) of W[k] = sqrt(k) P[k],
/// halfway between what makes white and what makes pink noise flat, smoothed over time by F' = 0.6 F' + 0.4 F. Noise floor N:
/// starts at min(L, -50); N += 0.3 (L - N) where L &lt; N, otherwise N = min(L, N + rise * 16 ms). Peak H: H = L where L &gt; H,
/// otherwise it falls by 3 dB a second. A frame is voiced where L &gt; N + margin, L &gt; least level, L &gt; H - range and
/// F' &lt; most flatness. Speech begins when voiced frames in a row last the onset and ends when none was voiced for the hangover.
/// </remarks>
public sealed class VoiceActivityDetector
{
    private const double LowestHz = 200;
    private const double HighestHz = 4000;
    private const float HighestFirstFloorDb = -50;
    private const float FallShare = 0.3f;
    private const float KeptFlatness = 0.6f;
    private const float PeakFallDbPerSecond = 3;
    private const double LeastPower = 1e-12;

    private readonly VoiceActivityOptions _options;
    private readonly RealFft _fft;
    private readonly double[] _window;
    private readonly double[] _weighed;
    private readonly double[] _power;
    private readonly float[] _samples; // the start of the next frame
    private readonly int _firstBin;
    private readonly int _lastBin;
    private readonly double _fullScale;
    private readonly int _onsetFrames;
    private readonly int _hangoverFrames;
    private VoiceActivityFrame[] _frames = [];
    private int _known;
    private float _floorDb;
    private float _peakDb = float.NegativeInfinity;
    private float _flatness = 1;
    private int _voicedRun;
    private int _hangoverLeft;

    /// <summary>Makes a detector at the start of a stream.</summary>
    /// <exception cref="UserErrorException">An option is not valid.</exception>
    public VoiceActivityDetector(VoiceActivityOptions? options = null)
    {
        _options = (options ?? new VoiceActivityOptions()).Validate();
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_options.SampleRateHz * 3 / 125)); // 24 ms, rounded up: 32 ms at 16 kHz
        FrameSamples = size / 2;
        _fft = new RealFft(size);
        _window = AnalysisWindows.Create(AnalysisWindow.Hann, size, size);
        (_weighed, _power, _samples) = (new double[size], new double[_fft.Bins], new float[size]);
        _firstBin = (int)Math.Ceiling(LowestHz * size / _options.SampleRateHz);
        _lastBin = Math.Min((int)(HighestHz * size / _options.SampleRateHz), size / 2 - 1);
        // A sine of amplitude 1 has the power (sum of the window / 2)^2 at its bin, and half as much at each neighbour's amplitude:
        // by Parseval the bins around it hold 3/2 of it for a Hann window.
        _fullScale = 1.5 * Math.Pow(_window.Sum() / 2, 2);
        double framesPerSecond = (double)_options.SampleRateHz / FrameSamples;
        _onsetFrames = Math.Max(1, (int)Math.Round(_options.Onset.TotalSeconds * framesPerSecond));
        _hangoverFrames = (int)Math.Round(_options.Hangover.TotalSeconds * framesPerSecond);
    }

    /// <summary>Samples from one frame to the next.</summary>
    public int FrameSamples { get; }

    /// <summary>Time from one frame to the next.</summary>
    public TimeSpan FrameDuration => TimeSpan.FromSeconds((double)FrameSamples / _options.SampleRateHz);

    /// <summary>Frames decided since the start of the stream.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Takes the next samples of the stream.</summary>
    /// <param name="samples">Mono samples; any number.</param>
    /// <returns>The frames that were decided; valid until the next call.</returns>
    public ReadOnlySpan<VoiceActivityFrame> Push(ReadOnlySpan<float> samples)
    {
        int decided = 0;
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, _samples.Length - _known);
            samples[..count].CopyTo(_samples.AsSpan(_known));
            _known += count;
            samples = samples[count..];
            if (_known < _samples.Length)
                break;
            if (decided == _frames.Length)
                Array.Resize(ref _frames, Math.Max(2 * decided, 16));
            _frames[decided++] = Decide();
            _samples.AsSpan(FrameSamples).CopyTo(_samples);
            _known -= FrameSamples;
        }
        return _frames.AsSpan(0, decided);
    }

    private VoiceActivityFrame Decide()
    {
        (float level, float flatness) = Measure();
        FollowNoise(level);
        _peakDb = Math.Max(level, _peakDb - PeakFallDbPerSecond * (float)FrameDuration.TotalSeconds);
        _flatness = KeptFlatness * _flatness + (1 - KeptFlatness) * flatness;
        bool voiced = level > _floorDb + _options.MarginDb && level > _options.LeastLevelDb && level > _peakDb - _options.RangeDb
            && _flatness < _options.MostFlatness;
        _voicedRun = voiced ? _voicedRun + 1 : 0;
        // Within speech every voiced frame prolongs it; before it, only a sound that has lasted.
        if (_voicedRun >= _onsetFrames || (voiced && _hangoverLeft > 0))
            _hangoverLeft = _hangoverFrames + 1;
        else if (_hangoverLeft > 0)
            _hangoverLeft--;
        MediaTime time = MediaTime.FromSamples(FrameCount * FrameSamples, _options.SampleRateHz);
        FrameCount++;
        return new VoiceActivityFrame(time, _hangoverLeft > 0, level, _floorDb, _flatness);
    }

    private (float LevelDb, float Flatness) Measure()
    {
        for (int n = 0; n < _weighed.Length; n++)
            _weighed[n] = _samples[n] * _window[n];
        _fft.PowerSpectrum(_weighed, _power);
        double sum = 0, weighted = 0, logarithms = 0;
        for (int k = _firstBin; k <= _lastBin; k++)
        {
            double power = _power[k] + LeastPower;
            sum += power;
            double whitened = power * Math.Sqrt(k);
            weighted += whitened;
            logarithms += Math.Log(whitened);
        }
        int bins = _lastBin - _firstBin + 1;
        return ((float)(10 * Math.Log10(sum / _fullScale)), (float)(Math.Exp(logarithms / bins) * bins / weighted));
    }

    private void FollowNoise(float level)
    {
        if (FrameCount == 0)
            _floorDb = Math.Min(level, HighestFirstFloorDb);
        else if (level < _floorDb)
            _floorDb += FallShare * (level - _floorDb);
        else
            _floorDb = Math.Min(level, _floorDb + _options.NoiseRiseDbPerSecond * (float)FrameDuration.TotalSeconds);
    }
}
