using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mien.Cli.Analyzing;

/// <summary>Analysed moments a second since the task began.</summary>
internal sealed class SpeedColumn : ProgressColumn
{
    /// <summary>Where a task keeps its count of moments.</summary>
    public const string MomentsField = "moments";

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        long moments = task.State.Get<long>(MomentsField);
        double seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        return moments == 0 || seconds < 0.2
            ? Text.Empty
            : new Text(string.Create(CultureInfo.InvariantCulture, $"{moments / seconds:0} frames/s"));
    }
}
