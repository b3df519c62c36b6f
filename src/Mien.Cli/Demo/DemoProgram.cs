using System.ComponentModel;
using System.Diagnostics;
using Mien.Core;

namespace Mien.Cli.Demo;

/// <summary>Runs a program that the demo's clip is made with.</summary>
internal static class DemoProgram
{
    /// <summary>Runs to the end; kills the program when cancelled.</summary>
    /// <exception cref="UserErrorException">The program is missing or fails.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Start(start);
        process.StandardInput.Close();
        try
        {
            Task<string> said = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
                throw new UserErrorException($"{program} could not make the demo's clip: {(await said).Trim().ReplaceLineEndings(" ").TrimEnd('.')}.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new UserErrorException($"The program {start.FileName} is missing; ./mien demo installs it, or install the Debian package of that name.", error);
        }
    }
}
