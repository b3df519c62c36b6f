using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Makes small media, good and bad, in a folder that goes with it.</summary>
internal sealed class SampleMedia : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mien-cli-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs FFmpeg with arguments that are separated by blanks.</summary>
    public string Make(string name, string arguments)
    {
        ProcessStartInfo start = new("ffmpeg") { RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (string argument in $"-v error -nostdin -y {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(PathOf(name)))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ffmpeg could not make {name}: {errors}");
        return PathOf(name);
    }

    /// <summary>A test picture, without sound unless <paramref name="withSound"/>; nobody is in it.</summary>
    public string MakeFilm(string name, double seconds = 1, bool withSound = true, string extra = "") => Make(name, FormattableString.Invariant(
        $"-f lavfi -i testsrc=size=160x120:rate=10:duration={seconds} {(withSound ? FormattableString.Invariant($"-f lavfi -i sine=frequency=300:sample_rate=16000:duration={seconds} -c:a aac") : "")} -c:v libx264 -preset ultrafast -pix_fmt yuv420p {extra}"));

    /// <summary>A tone.</summary>
    public string MakeSound(string name, int rateHz, int channels) => Make(name, FormattableString.Invariant(
        $"-f lavfi -i sine=frequency=300:sample_rate={rateHz}:duration=2 -ac {channels} -c:a pcm_s16le"));

    /// <summary>The first part of a file under another name.</summary>
    public string Truncate(string source, string name, double share)
    {
        byte[] content = File.ReadAllBytes(PathOf(source));
        File.WriteAllBytes(PathOf(name), content[..(int)(content.Length * share)]);
        return PathOf(name);
    }

    /// <summary>A WAV file of 32-bit floats, one channel, 16 kHz.</summary>
    public string WriteFloatWav(string name, ReadOnlySpan<float> samples)
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.ASCII, leaveOpen: true))
        {
            int size = samples.Length * sizeof(float);
            writer.Write("RIFF"u8);
            writer.Write(36 + size);
            writer.Write("WAVEfmt "u8);
            writer.Write(16);
            writer.Write((short)3); // IEEE float
            writer.Write((short)1);
            writer.Write(16000);
            writer.Write(16000 * sizeof(float));
            writer.Write((short)sizeof(float));
            writer.Write((short)32);
            writer.Write("data"u8);
            writer.Write(size);
            foreach (float sample in samples)
                writer.Write(sample);
        }
        File.WriteAllBytes(PathOf(name), stream.ToArray());
        return PathOf(name);
    }

    /// <summary>A black-and-white PNG of any size, all black: a few kilobytes that unpack to a huge picture.</summary>
    public string WriteBlackPng(string name, int width, int height)
    {
        using FileStream file = File.Create(PathOf(name));
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1; // one bit, grey
        WriteChunk(file, "IHDR", header);
        using MemoryStream pixels = new();
        using (ZLibStream zlib = new(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = new byte[1 + (width + 7) / 8];
            for (int y = 0; y < height; y++)
                zlib.Write(row);
        }
        WriteChunk(file, "IDAT", pixels.ToArray());
        WriteChunk(file, "IEND", []);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void WriteChunk(Stream stream, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        stream.Write(number);
    }

    /// <summary>The checksum of PNG's chunks (ISO 3309, reflected polynomial 0xEDB88320), bit by bit.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
