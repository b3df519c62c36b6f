namespace Mien.Interop.OpenCv.Tests;

/// <summary>The definition of <see cref="ImageSampler.SampleAffine"/>, pixel by pixel in double precision.</summary>
internal static class NaiveSampler
{
    public static byte[] Sample(byte[] source, int width, int height, int channels, int targetWidth, int targetHeight, AffineTransform map)
    {
        double scale = Scale(map);
        int block = (int)(scale + 1e-6);
        double[] picture = [.. source.Select(value => (double)value)];
        if (block > 1)
        {
            (picture, width, height) = MeanOfBlocks(picture, width, height, channels, block);
            map = new(map.Xx / block, map.Xy / block, map.X0 / block, map.Yx / block, map.Yy / block, map.Y0 / block);
        }
        int samples = Scale(map) > 1 + 1e-6 ? 2 : 1;
        byte[] target = new byte[targetWidth * targetHeight * channels];
        for (int y = 0; y < targetHeight; y++)
            for (int x = 0; x < targetWidth; x++)
                for (int channel = 0; channel < channels; channel++)
                {
                    double sum = 0;
                    for (int j = 0; j < samples; j++)
                        for (int i = 0; i < samples; i++)
                        {
                            double u = x + (i + 0.5) / samples, v = y + (j + 0.5) / samples;
                            sum += Bilinear(picture, width, height, channels, channel, map.Xx * u + map.Xy * v + map.X0, map.Yx * u + map.Yy * v + map.Y0);
                        }
                    target[(y * targetWidth + x) * channels + channel] = (byte)Math.Round(sum / (samples * samples));
                }
        return target;
    }

    private static double Scale(AffineTransform map) => Math.Max(Math.Sqrt(map.Xx * map.Xx + map.Yx * map.Yx), Math.Sqrt(map.Xy * map.Xy + map.Yy * map.Yy));

    private static (double[] Picture, int Width, int Height) MeanOfBlocks(double[] source, int width, int height, int channels, int block)
    {
        (int columns, int rows) = (width / block, height / block);
        double[] means = new double[columns * rows * channels];
        for (int y = 0; y < rows * block; y++)
            for (int x = 0; x < columns * block; x++)
                for (int channel = 0; channel < channels; channel++)
                    means[(y / block * columns + x / block) * channels + channel] += source[(y * width + x) * channels + channel] / (block * block);
        return (means, columns, rows);
    }

    private static double Bilinear(double[] source, int width, int height, int channels, int channel, double x, double y)
    {
        (x, y) = (x - 0.5, y - 0.5);
        (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        (double fx, double fy) = (x - left, y - top);
        return (1 - fy) * ((1 - fx) * At(left, top) + fx * At(left + 1, top)) + fy * ((1 - fx) * At(left, top + 1) + fx * At(left + 1, top + 1));

        double At(int column, int row) => source[(Math.Clamp(row, 0, height - 1) * width + Math.Clamp(column, 0, width - 1)) * channels + channel];
    }
}
