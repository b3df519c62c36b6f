using Mien.Core;

namespace Mien.Analysis;

/// <summary>
/// Smooths each person's estimates over time by an exponential moving average that heeds the true time between frames:
/// <c>s += (1 - exp(-dt / tau)) (p - s)</c>. Unlike one with a fixed factor it gives the same curve at 5 and at 60 frames
/// a second and with a variable frame rate. A person's first estimate is taken as it is, and after a long absence
/// (dt much greater than tau) the past is forgotten by the same formula.
/// </summary>
/// <param name="timeConstant">tau: after a jump, 63 % of the way is gone in this time. Zero does not smooth.</param>
public sealed class EmotionSmoother(TimeSpan timeConstant)
{
    // Beyond this many time constants an old state no longer shows (exp(-20) = 2e-9), so it is dropped to bound memory.
    private const double ForgottenAfter = 20;

    private readonly Dictionary<int, (MediaTime Time, float[] State)> _states = [];
    private MediaTime _nextSweep;

    /// <summary>People whose past is remembered.</summary>
    public int TrackedCount => _states.Count;

    /// <summary>Smooths one estimate in place.</summary>
    /// <param name="personId">Whose it is.</param>
    /// <param name="time">When; must not go back for one person.</param>
    /// <param name="probabilities">In: the estimate of this moment. Out: the smoothed one, which sums to 1 where the inputs do.</param>
    public void Smooth(int personId, MediaTime time, Span<float> probabilities)
    {
        if (timeConstant <= TimeSpan.Zero)
            return;
        Sweep(time);
        if (!_states.TryGetValue(personId, out (MediaTime Time, float[] State) last))
        {
            _states[personId] = (time, probabilities.ToArray());
            return;
        }
        double gain = 1 - Math.Exp(-Math.Max(0, (time - last.Time) / timeConstant));
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] = last.State[i] += (float)(gain * (probabilities[i] - last.State[i]));
        _states[personId] = (time, last.State);
    }

    private void Sweep(MediaTime now)
    {
        if (now < _nextSweep)
            return;
        TimeSpan forgotten = timeConstant * ForgottenAfter;
        foreach (int id in _states.Where(entry => now - entry.Value.Time > forgotten).Select(entry => entry.Key).ToArray())
            _states.Remove(id);
        _nextSweep = now + forgotten;
    }
}
