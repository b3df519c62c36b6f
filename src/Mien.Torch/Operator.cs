using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Mien.Core;
using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>
/// One of libtorch's operators: the only door to them, so that whatever observes this class sees every computation.
/// Names and overloads are those of libtorch's native_functions.yaml, for example <c>aten::add</c> and <c>Tensor</c>.
/// </summary>
public sealed class Operator
{
    private const int StackSlots = 128;

    private static readonly ConcurrentDictionary<(string, string), Operator> s_byName = new();
    private static readonly NativeOperator.ResultReader<Argument[]> s_readAll = ReadAll;
    private static readonly NativeOperator.ResultReader<TensorHandle> s_readOne = ReadOne;
    private static readonly NativeOperator.ResultReader<bool> s_release = Release;

    private nint _pointer;

    /// <summary>Names an operator; it is looked up at the first call.</summary>
    public Operator(string name, string overload = "") => (Name, Overload) = (name, overload);

    /// <summary>The name with its namespace, for example <c>aten::conv2d</c>.</summary>
    public string Name { get; }

    /// <summary>The overload's name; empty for the plain one.</summary>
    public string Overload { get; }

    /// <summary>The schema as libtorch prints it: arguments with types and defaults.</summary>
    public string Schema => NativeOperator.Schema(Pointer);

    private nint Pointer => _pointer != nint.Zero ? _pointer : _pointer = NativeOperator.Find(Name, Overload);

    /// <summary>Calls an operator by name that returns one tensor.</summary>
    /// <inheritdoc cref="Invoke"/>
    public static Tensor Call(string name, string overload, params ReadOnlySpan<Argument> arguments) => ByName(name, overload).Invoke(arguments);

    /// <summary>Calls an operator by name and returns all its results.</summary>
    /// <inheritdoc cref="InvokeAll"/>
    public static Argument[] CallAll(string name, string overload, params ReadOnlySpan<Argument> arguments) =>
        ByName(name, overload).InvokeAll(arguments);

    /// <summary>Calls the operator, which returns one tensor.</summary>
    /// <param name="arguments">Arguments in the schema's order; those left off at the end take the schema's defaults.</param>
    /// <returns>The result, which belongs to the current <see cref="TensorScope"/> or else to the caller.</returns>
    /// <exception cref="NativeException">libtorch refused the arguments.</exception>
    public Tensor Invoke(params ReadOnlySpan<Argument> arguments)
    {
        AmbientState ambient = AmbientState.Current;
        if (ambient.Interceptor is { IsInModule: true } interceptor)
            return interceptor.Take(this, arguments);
        Tensor result = new(Call(ambient, arguments, s_readOne), ambient.Scope);
        ambient.Recorder?.Record(this, arguments, [result]);
        return result;
    }

    /// <summary>Calls the operator and returns all its results, whatever they are.</summary>
    /// <param name="arguments">Arguments in the schema's order; those left off at the end take the schema's defaults.</param>
    /// <returns>The results; tensors belong to the current <see cref="TensorScope"/> or else to the caller.</returns>
    /// <exception cref="NativeException">libtorch refused the arguments.</exception>
    public Argument[] InvokeAll(params ReadOnlySpan<Argument> arguments)
    {
        AmbientState ambient = AmbientState.Current;
        Argument[] results = Call(ambient, arguments, s_readAll);
        ambient.Recorder?.Record(this, arguments, results);
        return results;
    }

    /// <summary>Calls the operator and returns the tensors among its results, lists flattened.</summary>
    /// <inheritdoc cref="InvokeAll"/>
    public Tensor[] InvokeTensors(params ReadOnlySpan<Argument> arguments)
    {
        Argument[] results = InvokeAll(arguments);
        return [.. results.SelectMany(result => result.Kind == ValueKind.Tensor ? [result.AsTensor()] : result.AsTensors()).Select(tensor => tensor!)];
    }

    /// <summary>Calls the operator for its effect, for example in place; its results are dropped.</summary>
    /// <inheritdoc cref="InvokeAll"/>
    public void InvokeInPlace(params ReadOnlySpan<Argument> arguments)
    {
        AmbientState ambient = AmbientState.Current;
        if (ambient.Recorder is { } recorder)
        {
            Argument[] results = Call(ambient, arguments, s_readAll);
            recorder.Record(this, arguments, results);
            foreach (Argument result in results.Where(result => result.Kind == ValueKind.Tensor))
                result.AsTensor().Dispose();
        }
        else
        {
            Call(ambient, arguments, s_release);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Overload.Length == 0 ? Name : $"{Name}.{Overload}";

    private static Operator ByName(string name, string overload) =>
        s_byName.GetOrAdd((name, overload), static key => new Operator(key.Item1, key.Item2));

    private TResult Call<TResult>(AmbientState ambient, ReadOnlySpan<Argument> arguments, NativeOperator.ResultReader<TResult> read)
    {
        int slots = ScratchSlots(arguments);
        Span<NativeValue> values = stackalloc NativeValue[arguments.Length];
        Span<long> scratch = slots <= StackSlots ? stackalloc long[slots] : new long[slots];
        int borrowed = 0;
        try
        {
            int used = 0;
            for (; borrowed < arguments.Length; borrowed++)
                values[borrowed] = Marshal(arguments[borrowed], scratch, ref used);
            return NativeOperator.Call(Pointer, values, scratch, ModeOf(ambient), read);
        }
        finally
        {
            for (int i = 0; i < borrowed; i++)
                Unborrow(arguments[i]);
        }
    }

    private static int ScratchSlots(ReadOnlySpan<Argument> arguments)
    {
        int slots = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            slots += argument.Reference switch
            {
                null or Tensor => 0,
                string text => (Encoding.UTF8.GetByteCount(text) + 7) / 8,
                object list => ((Array)list).Length,
            };
        }
        return slots;
    }

    /// <summary>Lays an argument out for the call; each tensor in it is held until <see cref="Unborrow"/>.</summary>
    private static NativeValue Marshal(in Argument argument, Span<long> scratch, ref int used)
    {
        int start = used;
        switch (argument.Reference)
        {
            case null:
                return argument.Kind == ValueKind.Device
                    ? new(ValueKind.Device, (int)(argument.Bits >> 32), (int)argument.Bits)
                    : new(argument.Kind, 0, argument.Bits);
            case Tensor tensor:
                return new(ValueKind.Tensor, 0, tensor.Borrow());
            case long[] integers:
                integers.CopyTo(scratch[used..]);
                used += integers.Length;
                return new(argument.Kind, integers.Length, start);
            case double[] reals:
                MemoryMarshal.Cast<double, long>(reals).CopyTo(scratch[used..]);
                used += reals.Length;
                return new(argument.Kind, reals.Length, start);
            case bool[] booleans:
                foreach (bool value in booleans)
                    scratch[used++] = value ? 1 : 0;
                return new(argument.Kind, booleans.Length, start);
            case string text:
                int bytes = Encoding.UTF8.GetBytes(text, MemoryMarshal.AsBytes(scratch[used..]));
                used += (bytes + 7) / 8;
                return new(argument.Kind, bytes, start);
            case Tensor?[] tensors:
                try
                {
                    foreach (Tensor? tensor in tensors)
                        scratch[used++] = tensor?.Borrow() ?? 0;
                }
                catch
                {
                    foreach (Tensor? held in tensors.AsSpan(0, used - 1 - start))
                        held?.Unborrow();
                    throw;
                }
                return new(argument.Kind, tensors.Length, start);
            default:
                throw new InvalidOperationException($"An argument of kind {argument.Kind} cannot be passed to an operator.");
        }
    }

    private static void Unborrow(in Argument argument)
    {
        if (argument.Reference is Tensor single)
        {
            single.Unborrow();
        }
        else if (argument.Reference is Tensor?[] tensors)
        {
            foreach (Tensor? tensor in tensors)
                tensor?.Unborrow();
        }
    }

    private static TensorHandle ReadOne(ReadOnlySpan<NativeValue> results, ReadOnlySpan<long> scratch)
    {
        if (results.Length == 1 && results[0].Kind == ValueKind.Tensor)
            return new TensorHandle((nint)results[0].Value);
        Release(results, scratch);
        throw new InvalidOperationException("The operator does not return exactly one tensor; call it by InvokeAll.");
    }

    private static bool Release(ReadOnlySpan<NativeValue> results, ReadOnlySpan<long> scratch)
    {
        foreach (NativeValue result in results)
        {
            if (result.Kind == ValueKind.Tensor)
                new TensorHandle((nint)result.Value).Dispose();
            else if (result.Kind == ValueKind.TensorList)
                foreach (long handle in scratch.Slice((int)result.Value, result.Count))
                    new TensorHandle((nint)handle).Dispose();
        }
        return true;
    }

    private static Argument[] ReadAll(ReadOnlySpan<NativeValue> results, ReadOnlySpan<long> scratch)
    {
        TensorScope? scope = AmbientState.Current.Scope;
        Argument[] read = new Argument[results.Length];
        for (int i = 0; i < results.Length; i++)
        {
            NativeValue result = results[i];
            ReadOnlySpan<long> slots = result.Kind is ValueKind.IntegerList or ValueKind.RealList or ValueKind.TensorList
                ? scratch.Slice((int)result.Value, result.Count)
                : default;
            read[i] = result.Kind switch
            {
                ValueKind.Tensor => new Tensor(new TensorHandle((nint)result.Value), scope),
                ValueKind.Integer => result.Value,
                ValueKind.Real => BitConverter.Int64BitsToDouble(result.Value),
                ValueKind.Boolean => result.Value != 0,
                ValueKind.IntegerList => slots.ToArray(),
                ValueKind.RealList => MemoryMarshal.Cast<long, double>(slots).ToArray(),
                ValueKind.TensorList => Array.ConvertAll(slots.ToArray(), handle => new Tensor(new TensorHandle((nint)handle), scope)),
                _ => Argument.None,
            };
        }
        return read;
    }

    private static OperatorMode ModeOf(AmbientState ambient) =>
        (ambient.GradEnabled ? OperatorMode.RecordGradients : OperatorMode.None) | (ambient.BFloat16 ? OperatorMode.BFloat16 : OperatorMode.None);
}
