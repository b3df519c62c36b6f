using Mien.Cli.Invocation;

return await MienCommandLine.RunAsync(args, Terminal.ForProcess());
