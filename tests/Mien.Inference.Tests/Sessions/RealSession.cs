namespace Mien.Inference.Tests.Sessions;

/// <summary>The shipped models, a picture with faces, and a sound, all of the repository itself.</summary>
internal static class RealSession
{
    public static string PicturePath => Path.Combine(Repository.Root, "docs", "images", "demo.png");

    /// <summary>Two seconds of a tone that rises and swells.</summary>
    public static float[] Sound(int sampleRateHz)
    {
        float[] samples = new float[2 * sampleRateHz];
        for (int i = 0; i < samples.Length; i++)
        {
            double time = (double)i / sampleRateHz;
            samples[i] = (float)(0.3 * Math.Sin(2 * Math.PI * 3 * time) * Math.Sin(2 * Math.PI * (150 + 80 * time) * time));
        }
        return samples;
    }
}
