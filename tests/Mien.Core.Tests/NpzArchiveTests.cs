using System.IO.Compression;
using System.Text;

namespace Mien.Core.Tests;

public sealed class NpzArchiveTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mien-{Guid.NewGuid():N}.npz");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Arrays_of_every_kind_are_read()
    {
        Write(("a", Npy("<f4", false, "(2, 3)", [.. new float[] { 1, 2, 3, 4, 5, -6.5f }.SelectMany(BitConverter.GetBytes)])),
            ("b", Npy("<i8", false, "(2,)", [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(-8L)])),
            ("c", Npy("|u1", false, "()", [200])),
            ("d", Npy("<f2", false, "(1,)", BitConverter.GetBytes((Half)0.5))),
            ("e", Npy("<f8", false, "(0, 4)", [])));
        using NpzArchive archive = NpzArchive.Open(_path);
        Assert.Equal(["a", "b", "c", "d", "e"], archive.Names);
        Assert.Equal([2, 3], archive.Read("a").Shape);
        Assert.Equal([1, 2, 3, 4, 5, -6.5f], archive.Read("a").ToSingle());
        Assert.Equal("f4", archive.Read("a").Type);
        Assert.Equal([7L, -8L], archive.Read("b").ToInt64());
        Assert.Empty(archive.Read("c").Shape);
        Assert.Equal([200.0], archive.Read("c").Values.ToArray());
        Assert.Equal([0.5], archive.Read("d").Values.ToArray());
        Assert.Equal([0, 4], archive.Read("e").Shape);
    }

    [Fact]
    public void Column_major_arrays_come_in_row_order()
    {
        // (2, 3, 2) with the value 100 i + 10 j + k; the first index runs fastest in the file.
        byte[] data = [.. from k in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) select (byte)(100 * i + 10 * j + k)];
        Write(("a", Npy("|u1", true, "(2, 3, 2)", data)));
        using NpzArchive archive = NpzArchive.Open(_path);
        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], archive.Read("a").ToInt64());
    }

    [Fact]
    public void What_cannot_be_read_is_one_sentence()
    {
        Write(("text", "no array"u8.ToArray()), ("big", Npy(">f4", false, "(1,)", new byte[4])), ("wide", Npy("<c8", false, "(1,)", new byte[8])), ("short", Npy("<f4", false, "(5,)", new byte[4])));
        using NpzArchive archive = NpzArchive.Open(_path);
        foreach ((string name, string reason) in (ReadOnlySpan<(string, string)>)[("text", "not a NumPy array"), ("big", "big-endian"), ("wide", "complex"), ("short", "cut off"), ("none", "holds no array none")])
            Assert.Contains(reason, Assert.Throws<UserErrorException>(() => archive.Read(name)).Message);
        File.WriteAllText(_path + ".txt", "no archive");
        Assert.Contains("cannot be opened", Assert.Throws<UserErrorException>(() => NpzArchive.Open(_path + ".txt")).Message);
        File.Delete(_path + ".txt");
        Assert.Contains("cannot be opened", Assert.Throws<UserErrorException>(() => NpzArchive.Open(_path + ".none")).Message);
    }

    private void Write(params (string Name, byte[] Content)[] arrays)
    {
        using ZipArchive archive = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in arrays)
        {
            using Stream stream = archive.CreateEntry(name + ".npy").Open();
            stream.Write(content);
        }
    }

    private static byte[] Npy(string type, bool columnMajor, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(columnMajor ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
