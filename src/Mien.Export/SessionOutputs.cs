using Mien.Core;
using Mien.Data;
using Mien.Interop.OnnxRuntime;
using Mien.Training.Tasks;

namespace Mien.Export;

/// <summary>Runs model files on batches of datasets.</summary>
public static class SessionOutputs
{
    /// <summary>All outputs of a model for a batch, in its order.</summary>
    /// <param name="session">The model.</param>
    /// <param name="dataset">Where the batch is from.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="UserErrorException">The model takes an input that the data do not hold.</exception>
    public static IReadOnlyList<NetworkOutput> Of(OrtSession session, ISampleDataset dataset, SampleBatch batch)
    {
        List<OrtValue> values = [];
        try
        {
            foreach (OrtTensorInfo input in session.Inputs)
                values.Add(Input(input.Name, dataset, batch));
            IReadOnlyList<OrtValue> outputs = session.Run([.. values]);
            values.AddRange(outputs);
            return [.. outputs.Select(output => new NetworkOutput(output.GetSpan<float>().ToArray(), [.. output.Shape]))];
        }
        finally
        {
            foreach (OrtValue value in values)
                value.Dispose();
        }
    }

    private static OrtTensor<float> Input(string name, ISampleDataset dataset, SampleBatch batch)
    {
        int start = 0;
        foreach (SampleInput input in dataset.Inputs)
        {
            if (input.Name == name)
            {
                // A sample's inputs lie one after another; of a single input the batch is the tensor.
                int stride = batch.Input.Length / batch.Count;
                float[] own = stride == input.Length ? batch.Input : SampleRows.Columns(batch.Input, batch.Count, start, input.Length);
                return OrtTensor<float>.Wrap(own, [batch.Count, .. input.Shape.Select(size => (long)size)]);
            }
            start += input.Length;
        }
        throw new UserErrorException($"The model takes the input {name}, but the data hold {string.Join(" and ", dataset.Inputs.Select(input => input.Name))} only; name other data with --data.");
    }
}
