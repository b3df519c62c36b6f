namespace Mien.Preprocessing;

/// <summary>
/// Sound in, in chunks of any size; mel frames in decibels out, as soon as their last sample is there. Values are
/// relative to a power of 1 and without an upper range: what depends on a whole clip or window (<see cref="AudioSpec.Reference"/>,
/// <see cref="AudioSpec.TopDb"/>, mean and deviation) is applied by <see cref="LogMelWindow"/>. A clip given at once goes
/// through this same code, so streaming equals batch to the bit. One object serves one thread at a time.
/// </summary>
public sealed class StreamingLogMel
{
    private readonly AudioSpec _spec;
    private readonly RealFft _fft;
    private readonly MelFilterBank _filters;
    private readonly double[] _window; // FftSize
    private readonly double[] _weighed; // FftSize
    private readonly double[] _power; // Bins
    private readonly double[] _mel; // MelBands
    private readonly float[] _samples; // a sliding stretch of the (padded) signal
    private float[] _frames = []; // (frames, MelBands) of the last call
    private int _frameValues;
    private int _frameStart; // of the next frame, in _samples
    private int _end; // of what is known, in _samples
    private long _received;
    private float _previous;
    private bool _begun;

    /// <summary>Prepares the analysis that a spec describes.</summary>
    /// <exception cref="Core.UserErrorException">The spec is not valid.</exception>
    public StreamingLogMel(AudioSpec spec)
    {
        _spec = spec.Validate();
        _fft = new RealFft(spec.FftSize);
        _filters = new MelFilterBank(spec);
        _window = AnalysisWindows.Create(spec.Window, spec.EffectiveWindowSamples, spec.FftSize);
        _weighed = new double[spec.FftSize];
        _power = new double[_fft.Bins];
        _mel = new double[spec.MelBands];
        // Room for a frame, the stretch that reflection at the end needs, and as much new sound.
        _samples = new float[4 * spec.FftSize];
    }

    /// <summary>Mel bands of each frame.</summary>
    public int MelBands => _spec.MelBands;

    /// <summary>Frames made since the start of the stream.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Takes the next samples of the stream.</summary>
    /// <param name="samples">Mono samples at the spec's rate; any number.</param>
    /// <returns>The frames that became complete, (n, MelBands) in dB; valid until the next call.</returns>
    public ReadOnlySpan<float> Push(ReadOnlySpan<float> samples)
    {
        _frameValues = 0;
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, _spec.FftSize);
            Append(samples[..count]);
            samples = samples[count..];
            if (!_begun && CanBegin())
                Begin();
            if (_begun)
                MakeFrames();
        }
        return _frames.AsSpan(0, _frameValues);
    }

    /// <summary>Ends the stream: the last frames reach beyond it. Afterwards a new stream may begin.</summary>
    /// <returns>The last frames, (n, MelBands) in dB; valid until the next call.</returns>
    public ReadOnlySpan<float> Flush()
    {
        _frameValues = 0;
        if (_received > 0)
        {
            if (!_begun)
                Begin();
            AppendEnd();
            MakeFrames();
        }
        (_frameStart, _end, _received, _previous, _begun, FrameCount) = (0, 0, 0, 0, false, 0);
        return _frames.AsSpan(0, _frameValues);
    }

    /// <summary>Number of frames that a whole clip of so many samples gives.</summary>
    public int FramesOf(int samples) => samples == 0 ? 0
        : _spec.Center ? 1 + samples / _spec.HopSamples
        : 1 + Math.Max(0, samples - _spec.FftSize) / _spec.HopSamples;

    private bool CanBegin() => !_spec.Center || _spec.PadMode == AudioPadMode.Constant || _received > _spec.FftSize / 2;

    private void Append(ReadOnlySpan<float> samples)
    {
        MakeRoom(samples.Length);
        Span<float> target = _samples.AsSpan(_end, samples.Length);
        samples.CopyTo(target);
        if (_spec.PreEmphasis is { } coefficient)
        {
            // y[n] = x[n] - a x[n-1]; before the stream there is silence.
            for (int n = 0; n < target.Length; n++)
                target[n] = samples[n] - coefficient * (n == 0 ? _previous : samples[n - 1]);
            _previous = samples[^1];
        }
        _end += samples.Length;
        _received += samples.Length;
    }

    // Frames are centred: half a frame lies before the first sample.
    private void Begin()
    {
        _begun = true;
        if (!_spec.Center)
            return;
        int padding = _spec.FftSize / 2;
        int known = _end;
        _samples.AsSpan(0, known).CopyTo(_samples.AsSpan(padding));
        Span<float> before = _samples.AsSpan(0, padding);
        before.Clear();
        if (_spec.PadMode == AudioPadMode.Reflect)
            for (int n = 0; n < padding; n++)
                before[n] = _samples[padding + Reflect(n - padding, known)];
        _end += padding;
    }

    private void AppendEnd()
    {
        if (!_spec.Center)
        {
            // A clip shorter than one frame still gives one, filled up with silence.
            if (FrameCount == 0 && _frameValues == 0 && _end < _spec.FftSize)
            {
                _samples.AsSpan(_end, _spec.FftSize - _end).Clear();
                _end = _spec.FftSize;
            }
            return;
        }
        int padding = _spec.FftSize / 2;
        MakeRoom(padding);
        Span<float> after = _samples.AsSpan(_end, padding);
        after.Clear();
        if (_spec.PadMode == AudioPadMode.Reflect)
        {
            int known = (int)Math.Min(_received, padding + 1);
            for (int n = 0; n < padding; n++)
                after[n] = _samples[_end - known + Reflect(known + n, known)];
        }
        _end += padding;
    }

    /// <summary>Index in a signal of a length where it is mirrored at both ends as often as needed (numpy's <c>reflect</c>).</summary>
    private static int Reflect(int index, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int within = ((index % period) + period) % period;
        return within < length ? within : period - within;
    }

    private void MakeRoom(int count)
    {
        if (_end + count <= _samples.Length)
            return;
        // What the next frame needs stays, and what reflection at the end would need.
        int keepFrom = Math.Max(0, Math.Min(_frameStart, _end - (_spec.FftSize / 2 + 1)));
        _samples.AsSpan(keepFrom, _end - keepFrom).CopyTo(_samples);
        _frameStart -= keepFrom;
        _end -= keepFrom;
    }

    private void MakeFrames()
    {
        for (; _frameStart + _spec.FftSize <= _end; _frameStart += _spec.HopSamples)
        {
            if (_frameValues + MelBands > _frames.Length)
                Array.Resize(ref _frames, Math.Max(2 * _frames.Length, 8 * MelBands));
            MakeFrame(_samples.AsSpan(_frameStart, _spec.FftSize), _frames.AsSpan(_frameValues, MelBands));
            _frameValues += MelBands;
            FrameCount++;
        }
    }

    private void MakeFrame(ReadOnlySpan<float> samples, Span<float> decibels)
    {
        for (int n = 0; n < _weighed.Length; n++)
            _weighed[n] = samples[n] * _window[n];
        _fft.PowerSpectrum(_weighed, _power);
        _filters.Apply(_power, _mel);
        for (int band = 0; band < decibels.Length; band++)
            decibels[band] = (float)Decibels.FromPower(_mel[band]);
    }
}
