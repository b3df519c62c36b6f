using System.Text;

namespace Mien.Interop.Torch;

/// <summary>Operators by name. Failures are <see cref="Mien.Core.NativeException"/>.</summary>
public static unsafe class NativeOperator
{
    /// <summary>Receives the results of a call; what the spans hold is valid only during it.</summary>
    /// <typeparam name="TResult">What the reader makes of them.</typeparam>
    /// <param name="results">The results; the tensors among them become the reader's.</param>
    /// <param name="scratch">What lists among the results refer to.</param>
    public delegate TResult ResultReader<out TResult>(ReadOnlySpan<NativeValue> results, ReadOnlySpan<long> scratch);

    /// <summary>Finds an operator; the pointer is valid as long as the process.</summary>
    public static nint Find(string name, string overload)
    {
        nint found;
        NativeMethods.Check(NativeMethods.OperatorFind(name, overload, &found));
        return found;
    }

    /// <summary>The schema as libtorch prints it.</summary>
    public static string Schema(nint operatorPointer)
    {
        int length;
        NativeMethods.Check(NativeMethods.OperatorSchema(operatorPointer, null, 0, &length));
        byte[] text = new byte[length];
        fixed (byte* start = text)
            NativeMethods.Check(NativeMethods.OperatorSchema(operatorPointer, start, text.Length, &length));
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>
    /// Calls an operator. The caller keeps every tensor in the arguments alive until this returns.
    /// Arguments that are left off take the schema's defaults.
    /// </summary>
    /// <param name="operatorPointer">From <see cref="Find"/>.</param>
    /// <param name="arguments">Arguments in the schema's order.</param>
    /// <param name="scratch">What lists and texts among the arguments refer to.</param>
    /// <param name="mode">How the call is made.</param>
    /// <param name="read">Reads the results.</param>
    public static TResult Call<TResult>(nint operatorPointer, ReadOnlySpan<NativeValue> arguments, ReadOnlySpan<long> scratch, OperatorMode mode,
        ResultReader<TResult> read)
    {
        NativeValue* results;
        int resultCount;
        long* resultScratch;
        fixed (NativeValue* first = arguments)
        fixed (long* slots = scratch)
            NativeMethods.Check(NativeMethods.OperatorCall(operatorPointer, first, arguments.Length, slots, (int)mode,
                &results, &resultCount, &resultScratch));

        ReadOnlySpan<NativeValue> values = new(results, resultCount);
        int used = 0;
        foreach (NativeValue value in values)
            used = value.Kind is ValueKind.TensorList or ValueKind.IntegerList or ValueKind.RealList ? (int)value.Value + value.Count : used;
        return read(values, new ReadOnlySpan<long>(resultScratch, used));
    }
}
