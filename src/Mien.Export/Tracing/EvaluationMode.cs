using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>Puts a module in evaluation mode until it is disposed, then back as it was.</summary>
internal readonly struct EvaluationMode : IDisposable
{
    private readonly Module _module;
    private readonly bool _wasTraining;

    private EvaluationMode(Module module)
    {
        (_module, _wasTraining) = (module, module.IsTraining);
        module.Eval();
    }

    /// <summary>Enters evaluation mode.</summary>
    public static EvaluationMode Enter(Module module) => new(module);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_wasTraining)
            _module.Train();
    }
}
