using Mien.Core;

namespace Mien.Interop.OnnxRuntime.Tests;

public sealed class OrtProviderTests
{
    private static readonly OrtTensorInfo
        s_image = new("image", OrtElementType.Float, [-1, 3, 224, 224], ["batch", "", "", ""]),
        s_audio = new("audio", OrtElementType.Float, [-1, 1, 64, -1], ["batch", "", "", "frames"]);

    [Fact]
    public void RunsOnTheCpuUnlessToldOtherwise()
    {
        using OrtSession session = OrtSession.Load(TinyModel.Make(), "tiny");
        Assert.Equal("CPU (as asked)", session.Provider.ToString());
    }

    [Fact]
    public void AutoRunsEverywhereAndSaysOnWhat()
    {
        using OrtSession session = Load(OrtExecutionProvider.Auto);
        Assert.StartsWith("auto; ", session.Provider.Reason);
        Assert.DoesNotContain('\n', session.Provider.Reason);
        if (HasGpuLibraries())
            Assert.NotEqual(OrtExecutionProvider.Auto, session.Provider.Provider);
        else
            Assert.Matches("^CPU \\(auto; no TensorRT or CUDA: .* is (not in|built without it).*\\)$", session.Provider.ToString());
        using OrtTensor<float> x = OrtTensor<float>.Wrap(new float[] { 1, 2, 3 }, 1, 3);
        Assert.Equal([2, 4, 6], session.Run(x, x)[0].GetSpan<float>());
    }

    [Theory]
    [InlineData(OrtExecutionProvider.Cuda, "tiny cannot run on CUDA: ")]
    [InlineData(OrtExecutionProvider.TensorRt, "tiny cannot run on TensorRT: ")]
    public void AProviderThatIsNotThereIsToldInOneSentence(OrtExecutionProvider provider, string start)
    {
        Assert.SkipWhen(HasGpuLibraries(), "This ONNX Runtime has GPU providers.");
        UserErrorException error = Assert.Throws<UserErrorException>(() => Load(provider).Dispose());
        Assert.StartsWith(start, error.Message);
        Assert.EndsWith("; run with --provider auto or cpu, or name another ONNX Runtime with MIEN_ONNXRUNTIME.", error.Message);
        Assert.DoesNotContain("onnxruntime_src", error.Message);
    }

    [Fact]
    public void AProfileCoversTheFreeSizes()
    {
        IReadOnlyList<OrtShapeProfile> profiles = OrtShapeProfile.Of([s_image, s_audio], new OrtDynamicRange(1, 8, 32), new OrtDynamicRange(100, 300, 600));
        Assert.Equal("image:1x3x224x224,audio:1x1x64x100", OrtShapeProfile.Format(profiles, profile => profile.Min));
        Assert.Equal("image:8x3x224x224,audio:8x1x64x300", OrtShapeProfile.Format(profiles, profile => profile.Best));
        Assert.Equal("image:32x3x224x224,audio:32x1x64x600", OrtShapeProfile.Format(profiles, profile => profile.Max));
        Assert.Empty(OrtShapeProfile.Of([s_image with { Shape = [1, 3, 224, 224] }], new OrtDynamicRange(1, 8, 32), new OrtDynamicRange(100, 300, 600)));
    }

    [Fact]
    public void TensorRtIsToldWhatToBuildAndWhereToKeepIt()
    {
        using TemporaryFolder folder = new();
        string cache = Path.Combine(folder.Path, "engines");
        OrtProviderOptions options = new() { HalfPrecision = true, EngineCacheFolder = cache, Device = 1 };
        Dictionary<string, string> settings = OrtProviderSetup.TensorRtSettings(options, OrtShapeProfile.Of([s_image], options.Batch, options.Size));
        Assert.Equal("1", settings["trt_fp16_enable"]);
        Assert.Equal("1", settings["device_id"]);
        Assert.Equal(("1", cache), (settings["trt_engine_cache_enable"], settings["trt_engine_cache_path"]));
        Assert.Equal("image:32x3x224x224", settings["trt_profile_max_shapes"]);
        Assert.True(Directory.Exists(cache));
        Assert.DoesNotContain("trt_engine_cache_path", OrtProviderSetup.TensorRtSettings(new OrtProviderOptions(), []).Keys);
    }

    [Theory]
    [InlineData(16, 16, 640)]
    [InlineData(64, 32, 640)]
    [InlineData(700, 32, 700)]
    public void ARangeCanBeBestAtAnotherSize(int best, int min, int max) =>
        Assert.Equal(new OrtDynamicRange(min, best, max), new OrtProviderOptions().Size.Around(best));

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 4, 2)]
    [InlineData(3, 2, 4)]
    public void RangesMustBeInOrder(int min, int best, int max) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrtProviderOptions { Batch = new OrtDynamicRange(min, best, max) });

    private static OrtSession Load(OrtExecutionProvider provider) =>
        OrtSession.Load(TinyModel.Make(), "tiny", new OrtSessionOptions { Provider = new OrtProviderOptions { Provider = provider } });

    private static bool HasGpuLibraries() => File.Exists(Path.Combine(Path.GetDirectoryName(OrtEnvironment.Instance.LibraryPath)!, "libonnxruntime_providers_shared.so"));
}
