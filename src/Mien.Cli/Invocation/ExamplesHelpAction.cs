using System.CommandLine;
using System.CommandLine.Invocation;

namespace Mien.Cli.Invocation;

/// <summary>Writes the usual help and then the examples.</summary>
internal sealed class ExamplesHelpAction(SynchronousCommandLineAction usualHelp, IReadOnlyList<Example> examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usualHelp.Invoke(parseResult);
        if (examples.Count == 0)
            return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (Example example in examples)
        {
            output.WriteLine($"  {example.CommandLine}");
            output.WriteLine($"      {example.Purpose}");
        }
        output.WriteLine();
        return code;
    }
}
