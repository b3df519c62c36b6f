using System.Text.Json;
using Mien.Core;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>What became of frames: the latency of those with a result, the number of those without. Safe for use from several threads.</summary>
internal sealed class LatencyLog
{
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];
    private readonly Dictionary<string, int> _errors = [];
    private readonly int[] _levels = new int[8];
    private int _faces;
    private double _decode, _detect, _read;

    /// <summary>Counts a result.</summary>
    public void Add(double milliseconds, JsonElement result)
    {
        int level = result.GetProperty("level").GetProperty("index").GetInt32();
        bool hasFace = result.GetProperty("faces").GetArrayLength() > 0;
        JsonElement timing = result.GetProperty("timing");
        lock (_gate)
        {
            _decode += timing.GetProperty("decodeMs").GetDouble();
            _detect += timing.GetProperty("detectMs").GetDouble();
            _read += timing.GetProperty("readMs").GetDouble();
            _milliseconds.Add(milliseconds);
            _levels[level]++;
            _faces += hasFace ? 1 : 0;
        }
    }

    /// <summary>Counts an error.</summary>
    public void AddError(string code)
    {
        lock (_gate)
            _errors[code] = _errors.GetValueOrDefault(code) + 1;
    }

    /// <summary>Takes what was counted and begins anew.</summary>
    public LatencySummary Take()
    {
        lock (_gate)
        {
            double[] sorted = [.. _milliseconds.Order()];
            LatencySummary summary = new(
                sorted.Length, _errors.Values.Sum(), At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99), sorted.Length == 0 ? double.NaN : sorted[^1],
                sorted.Length == 0 ? 0 : (double)_faces / sorted.Length, sorted.Length == 0 ? 0 : (double)_levels[0] / sorted.Length,
                _decode / Math.Max(1, sorted.Length), _detect / Math.Max(1, sorted.Length), _read / Math.Max(1, sorted.Length),
                string.Join(' ', _errors.Select(pair => $"{pair.Key}:{pair.Value}")));
            (_decode, _detect, _read) = (0, 0, 0);
            _milliseconds.Clear();
            _errors.Clear();
            Array.Clear(_levels);
            _faces = 0;
            return summary;
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : NearestRank.Of(sorted, share);
}
