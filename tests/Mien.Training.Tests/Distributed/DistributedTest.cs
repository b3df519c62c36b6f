using Mien.Torch;

namespace Mien.Training.Tests.Distributed;

/// <summary>What the tests with several processes need of the build.</summary>
internal static class DistributedTest
{
    public static void SkipWithoutGloo() =>
        Assert.SkipUnless(Collectives.Has(CollectiveBackend.Gloo), "libmien_torch was built without Gloo; install libgloo-dev and build it again.");
}
