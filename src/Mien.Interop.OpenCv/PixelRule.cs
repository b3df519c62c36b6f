namespace Mien.Interop.OpenCv;

/// <summary>Checks that pixels have the size that the caller says, before native code reads or writes them.</summary>
internal static class PixelRule
{
    /// <exception cref="ArgumentException">The size is not positive or does not match.</exception>
    public static void Require(int length, int width, int height, int channels, string name)
    {
        if (width < 1 || height < 1)
            throw new ArgumentException($"A picture of {width} x {height} pixels has none.", name);
        if (length != (long)width * height * channels)
            throw new ArgumentException($"A picture of {width} x {height} pixels and {channels} channels has {(long)width * height * channels} bytes, not {length}.", name);
    }
}
