using System.IO.Compression;
using System.Text;
using Mien.Core;

namespace Mien.Torch.Tests;

public sealed class PyTorchCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadsViewsTypesAndSharedStorages()
    {
        using TensorScope scope = TensorScope.Begin();
        OrderedDictionary<string, Tensor> state = PyTorchCheckpoint.Load(Golden("checkpoint_flat.pth"));
        Tensor plain = GoldenFile.Ramp([6, 4], seed: 11);
        Assert.Equal(["plain", "transposed", "row", "column", "parameter", "half", "bfloat16", "counts", "flags", "bytes", "scalar", "empty"], state.Keys);
        GoldenFile.AssertClose(plain.To(DType.Float64).ToArray<double>(), state["plain"].To(DType.Float64).ToArray<double>(), 1e-7);
        Assert.Equal(state["plain"].Transpose(0, 1).ToArray<float>(), state["transposed"].ToArray<float>());
        Assert.Equal([4, 6], state["transposed"].Shape);
        Assert.Equal([6, 1], state["transposed"].Strides);
        Assert.Equal(state["plain"].Select(0, 2).ToArray<float>(), state["row"].ToArray<float>());
        Assert.Equal(state["plain"].Slice(0, 1).Select(1, 3).ToArray<float>(), state["column"].ToArray<float>());
        Assert.Equal([1.5f, -2.5f], state["parameter"].ToArray<float>());
        Assert.Equal([(Half)0.5, (Half)(-0.25)], state["half"].ToArray<Half>());
        Assert.Equal([1f, 2], state["bfloat16"].To(DType.Float32).ToArray<float>());
        Assert.Equal([1L, 1L << 40], state["counts"].ToArray<long>());
        Assert.Equal([true, false, true], state["flags"].ToArray<bool>());
        Assert.Equal([0, 255], state["bytes"].ToArray<byte>());
        Assert.Equal(3, state["scalar"].Item<long>());
        Assert.Equal([0, 5], state["empty"].Shape);
    }

    [Fact]
    public void FlattensNestedDictionariesAndTakesAPart()
    {
        using TensorScope scope = TensorScope.Begin();
        string path = Golden("checkpoint_nested.pth");
        Assert.Equal(["state_dict.weight", "state_dict.bias", "optimizer.state.0.exp_avg"], PyTorchCheckpoint.Load(path).Keys);
        OrderedDictionary<string, Tensor> part = PyTorchCheckpoint.Load(path, "state_dict");
        Assert.Equal(["weight", "bias"], part.Keys);
        Assert.Equal(part["weight"].Select(0, 0).ToArray<float>(), part["bias"].ToArray<float>());
        Assert.Contains("holds no tensors below 'model'", Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(path, "model")).Message);
    }

    [Fact]
    public void ExecutesNothing()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(Golden("checkpoint_command.pth")));
        Assert.Contains("posix.system, which this reader does not allow", error.Message);
        Assert.False(File.Exists("executed"));
    }

    [Fact]
    public void SaysWhatItCannotRead()
    {
        Assert.Contains("save it again by torch.save", Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(Golden("checkpoint_legacy.pth"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(Path.Combine(_folder.Path, "none.pth"))).Message);
    }

    [Theory]
    [InlineData("N.", "holds no tensors")]
    [InlineData("", "it is damaged")]
    [InlineData("(lp0\n.", "the instruction 0x6c")]
    [InlineData("h\u0005.", "refers to a value that it has not made")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f.", "it is damaged")]
    [InlineData("Na.", "it is damaged")]
    [InlineData("}Na.", "adds items to what is not a list")]
    [InlineData("}(NNu.", "a key in it is neither a text nor an integer")]
    public void DamagedPicklesGiveASentence(string pickle, string reason)
    {
        string path = Path.Combine(_folder.Path, "bad.pth");
        WriteArchive(path, Encoding.Latin1.GetBytes(pickle), []);
        Assert.Contains(reason, Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(path)).Message);
    }

    [Theory]
    [InlineData(2, 16, "should hold 2 elements")]
    [InlineData(1, 4, "reaches beyond its storage")]
    public void ATensorMustFitItsStorage(byte elements, int bytes, string reason)
    {
        // torch._utils._rebuild_tensor_v2(('storage', torch.FloatStorage, '0', 'cpu', elements), 0, (2,), (1,))
        byte[] pickle = [.. Encoding.Latin1.GetBytes("ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK"),
            elements, .. Encoding.Latin1.GetBytes("tQK\0K\u0002\u0085K\u0001\u0085tR.")];
        string path = Path.Combine(_folder.Path, "storage.pth");
        WriteArchive(path, pickle, new byte[bytes]);
        Assert.Contains(reason, Assert.Throws<UserErrorException>(() => PyTorchCheckpoint.Load(path)).Message);
    }

    private static string Golden(string name) => Path.Combine(GoldenFile.Folder, name);

    private static void WriteArchive(string path, byte[] pickle, byte[] storage)
    {
        using ZipArchive archive = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in new[] { ("archive/data.pkl", pickle), ("archive/data/0", storage) })
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
