namespace Mien.Media;

/// <summary>
/// Reads pictures in the form of Netpbm's PPM (<c>P6 width height 255</c>, then packed RGB), which FFmpeg writes one after the other: each states its
/// size, which a camera or stream tells only when it runs, and may change.
/// </summary>
internal static class PpmReader
{
    private const int LongestHeader = 40;

    /// <summary>Reads the header of the next picture, up to the first byte of its pixels.</summary>
    /// <returns>Its size; null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">Something else comes.</exception>
    public static FrameSize? TryReadHeader(Stream stream)
    {
        Span<int> numbers = stackalloc int[3];
        if (stream.ReadByte() is not (>= 0 and int first))
            return null;
        if (first != 'P' || stream.ReadByte() != '6')
            throw new InvalidDataException("FFmpeg did not write a PPM picture.");
        int found = -1;
        bool inNumber = false;
        for (int length = 2; length < LongestHeader; length++)
        {
            int next = stream.ReadByte();
            if (next < 0)
                return null;
            if (next is >= '0' and <= '9')
            {
                if (!inNumber)
                    found++;
                inNumber = true;
                numbers[found] = numbers[found] * 10 + (next - '0');
                continue;
            }
            // One blank ends the last number; the pixels begin after it.
            if (inNumber && found == 2)
                return new FrameSize(numbers[0], numbers[1]);
            inNumber = false;
        }
        throw new InvalidDataException("FFmpeg wrote a PPM picture without a size.");
    }
}
