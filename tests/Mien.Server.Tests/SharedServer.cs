namespace Mien.Server.Tests;

/// <summary>One server for tests that leave nothing behind.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync(new ServerOptions { Streams = Streaming.LiveMedia.NoAdmission });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
