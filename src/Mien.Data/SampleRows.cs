namespace Mien.Data;

/// <summary>Takes rows apart that hold several things of a sample one after another.</summary>
public static class SampleRows
{
    /// <summary>Some columns of every row.</summary>
    /// <param name="rows">The rows, one a sample, all of one length.</param>
    /// <param name="samples">Number of rows, at least 1.</param>
    /// <param name="start">The first column.</param>
    /// <param name="length">Number of columns.</param>
    /// <returns>Row-major (samples, length).</returns>
    public static float[] Columns(ReadOnlySpan<float> rows, int samples, int start, int length)
    {
        int stride = rows.Length / samples;
        float[] columns = new float[samples * length];
        for (int row = 0; row < samples; row++)
            rows.Slice(row * stride + start, length).CopyTo(columns.AsSpan(row * length));
        return columns;
    }
}
