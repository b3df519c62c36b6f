using System.Buffers.Binary;
using System.Text;
using Mien.Core;

namespace Mien.Torch.Tests;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadsWhatItSaved()
    {
        using TensorScope scope = TensorScope.Begin();
        OrderedDictionary<string, Tensor> saved = new()
        {
            ["b"] = Tensor.From([1f, 2, 3, 4], 2, 2).Transpose(0, 1),
            ["a"] = Tensor.From([1L << 40]),
            ["half"] = Tensor.From([0.5f]).To(DType.Float16),
            ["flags"] = Tensor.From([true, false]),
            ["scalar"] = Tensor.Scalar(2.5),
            ["empty"] = Tensor.Zeros([0, 3]),
        };
        string path = Path.Combine(_folder.Path, "weights.safetensors");
        SafeTensors.Save(path, saved, new Dictionary<string, string> { ["epoch"] = "3" });

        OrderedDictionary<string, Tensor> loaded = SafeTensors.Load(path);
        Assert.Equal(saved.Keys, loaded.Keys);
        foreach ((string name, Tensor tensor) in saved)
        {
            Assert.Equal(tensor.DType, loaded[name].DType);
            Assert.Equal(tensor.Shape, loaded[name].Shape);
            Assert.Equal(tensor.ToBytes(), loaded[name].ToBytes());
        }
        Assert.Equal("3", SafeTensors.LoadMetadata(path)["epoch"]);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "takes 8 bytes by its shape but 4 by its offsets")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "begin at 4 rather than 0")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 9, "take 4 bytes but 9 are there")]
    [InlineData("{\"w\":{\"dtype\":\"Q7\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "unknown type Q7")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "lacks a valid dtype, shape or data_offsets")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,4]}}", 4, "larger than 2 GB")]
    [InlineData("{\"w\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"w\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "occurs twice")]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("{", 0, "not JSON")]
    public void SaysWhyAFileIsNotValid(string header, int dataBytes, string reason)
    {
        string path = Path.Combine(_folder.Path, "bad.safetensors");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        File.WriteAllBytes(path, [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
        UserErrorException error = Assert.Throws<UserErrorException>(() => SafeTensors.Load(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void RefusesMissingShortAndBoastfulFiles()
    {
        string path = Path.Combine(_folder.Path, "x.safetensors");
        Assert.Contains("cannot be read", Assert.Throws<UserErrorException>(() => SafeTensors.Load(path)).Message);
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Contains("shorter than 8 bytes", Assert.Throws<UserErrorException>(() => SafeTensors.Load(path)).Message);
        File.WriteAllBytes(path, [255, 255, 255, 255, 255, 255, 255, 255, 1]);
        Assert.Contains("claims", Assert.Throws<UserErrorException>(() => SafeTensors.Load(path)).Message);
    }
}
