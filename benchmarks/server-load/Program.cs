using Mien.Benchmarks.ServerLoad;

// How many live sessions a server carries, and whether it stays as it is over a long time:
//   dotnet build src/Mien.Cli -c Release && dotnet run --project benchmarks/server-load -c Release -- capacity --size 640x480
//   dotnet run --project benchmarks/server-load -c Release -- soak --minutes 30 --sessions 8
try
{
    LoadOptions options = LoadOptions.Parse(args);
    FaceFilm film = new(options.Width, options.Height);
    await using ServerProcess server = await ServerProcess.StartAsync(options.Url);
    await (options.Mode == "soak" ? SoakRun.RunAsync(options, server, film) : CapacityRun.RunAsync(options, server, film));
    return 0;
}
catch (Exception error) when (error is ArgumentException or FormatException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
