using System.Diagnostics;

namespace Mien.Media.Tests.Support;

/// <summary>Waits for what other threads and programs do.</summary>
public static class Eventually
{
    /// <summary>Fails where a condition does not come true within 30 seconds.</summary>
    public static async Task Holds(Func<bool> condition, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"Waited in vain: {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
