namespace Mien.Vision;

/// <summary>
/// Smooths one coordinate: strongly when it stands still, hardly when it moves (Casiez, Roussel and Vogel, "1 euro
/// filter", CHI 2012). It works in seconds, so that any frame rate gives the same result, and keeps the speed that it
/// estimates, which predicts the coordinate.
/// </summary>
internal struct OneEuroFilter
{
    /// <summary>The paper's cut-off for the speed itself.</summary>
    public const double DefaultSpeedCutoffHz = 1;

    private double _measured;
    private double _value;
    private double _speed;
    private bool _started;

    /// <summary>The smoothed coordinate.</summary>
    public readonly double Value => _value;

    /// <summary>The smoothed speed, in units a second.</summary>
    public readonly double Speed => _speed;

    /// <summary>Takes a measurement.</summary>
    /// <param name="measured">The coordinate.</param>
    /// <param name="seconds">Time since the last measurement, above 0.</param>
    /// <param name="unit">What a speed of one means, in the coordinate's units (a face's size).</param>
    /// <param name="minimumCutoffHz">Cut-off at rest.</param>
    /// <param name="slope">Cut-off in Hz for each unit a second.</param>
    /// <param name="speedCutoffHz">Cut-off of the speed's own smoothing.</param>
    public void Update(double measured, double seconds, double unit, double minimumCutoffHz, double slope, double speedCutoffHz = DefaultSpeedCutoffHz)
    {
        if (!_started)
        {
            (_measured, _value, _speed, _started) = (measured, measured, 0, true);
            return;
        }
        // From measurement to measurement: the smoothed value lags behind a moving face and would overstate its speed.
        double speed = (measured - _measured) / seconds;
        _measured = measured;
        _speed += Share(speedCutoffHz, seconds) * (speed - _speed);
        double cutoff = minimumCutoffHz + slope * Math.Abs(_speed) / unit;
        _value += Share(cutoff, seconds) * (measured - _value);
    }

    // How much of a new value an exponential filter with that cut-off takes.
    private static double Share(double cutoffHz, double seconds)
    {
        double rate = 2 * Math.PI * cutoffHz * seconds;
        return rate / (rate + 1);
    }
}
