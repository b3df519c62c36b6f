namespace Mien.Interop.OnnxRuntime.Tests;

public sealed class OrtEnvironmentTests
{
    [Fact]
    public void NamesItsVersionAndLibrary()
    {
        Assert.Matches(@"^1\.\d+\.\d+", OrtEnvironment.Instance.Version);
        Assert.True(File.Exists(OrtEnvironment.Instance.LibraryPath));
    }

    [Fact]
    public void OffersTheCpu() => Assert.Contains("CPUExecutionProvider", OrtEnvironment.Instance.AvailableProviders);

    [Fact]
    public void IsOneForTheProcess() =>
        Assert.Single(Enumerable.Range(0, 8).AsParallel().Select(_ => OrtEnvironment.Instance).Distinct());
}
