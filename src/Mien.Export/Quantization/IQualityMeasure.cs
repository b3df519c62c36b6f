using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Quantization;

/// <summary>Tells what a form of a model is worth on held-out samples.</summary>
public interface IQualityMeasure
{
    /// <summary>The score's name, for example <c>accuracy</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is an error, so that less is better.</summary>
    bool IsError { get; }

    /// <summary>Number of samples.</summary>
    int Samples { get; }

    /// <summary>How much may be lost unless something else is asked for, in hundredths of the score's unit: of a share, percentage points.</summary>
    double UsualBudget { get; }

    /// <summary>Runs a form of the model on the samples.</summary>
    /// <param name="session">The form, in ONNX Runtime.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="Core.UserErrorException">The samples cannot be read, do not fit the model, or hold nothing to score by.</exception>
    QualityScore Measure(OrtSession session, CancellationToken cancellationToken);
}
