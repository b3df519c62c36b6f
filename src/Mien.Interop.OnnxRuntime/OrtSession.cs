using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// A loaded ONNX model. All members are safe to call from several threads at once, runs included; <see cref="Dispose"/>
/// waits for runs under way in other threads before the memory goes.
/// </summary>
public sealed unsafe class OrtSession : IDisposable
{
    private const int MaximumValues = 64;

    private readonly OrtEnvironment _environment;
    private readonly OrtHandle _handle;
    private readonly NativeStrings _inputNames;
    private readonly NativeStrings _outputNames;

    private OrtSession(OrtEnvironment environment, nint pointer)
    {
        _environment = environment;
        _handle = new OrtHandle(pointer, environment.Api.ReleaseSession);
        try
        {
            OrtSessionReader reader = new(environment, pointer);
            Inputs = reader.ReadInputs();
            Outputs = reader.ReadOutputs();
            Metadata = reader.ReadMetadata();
            if (Inputs.Count > MaximumValues || Outputs.Count > MaximumValues)
                throw new UserErrorException($"The model has {Inputs.Count} inputs and {Outputs.Count} outputs, and at most {MaximumValues} of each are supported.");
            _inputNames = new NativeStrings(Inputs.Select(input => input.Name));
            _outputNames = new NativeStrings(Outputs.Select(output => output.Name));
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>The model's inputs, in the order that runs take them.</summary>
    public IReadOnlyList<OrtTensorInfo> Inputs { get; }

    /// <summary>The model's outputs, in the order that runs give them.</summary>
    public IReadOnlyList<OrtTensorInfo> Outputs { get; }

    /// <summary>What runs the model, and why.</summary>
    public OrtProviderChoice Provider { get; private set; } = OrtProviderChoice.AsAsked(OrtExecutionProvider.Cpu);

    /// <summary>The model's <c>metadata_props</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Loads a model file.</summary>
    /// <param name="path">An ONNX or ORT-format file.</param>
    /// <param name="options">How to run it; null takes the defaults.</param>
    /// <exception cref="UserErrorException">The file is missing, unreadable, not a model, needs what this ONNX Runtime lacks, or the provider asked for is not there.</exception>
    public static OrtSession Load(string path, OrtSessionOptions? options = null)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"The model file {path} does not exist; check the path.");
        return Load(path, options ?? new OrtSessionOptions(), (environment, handle) =>
        {
            nint session;
            nint utf8 = Marshal.StringToCoTaskMemUTF8(path);
            try
            {
                environment.Api.Check(
                    environment.Api.CreateSession(environment.Handle.DangerousGetHandle(), (byte*)utf8, handle.DangerousGetHandle(), &session),
                    nameof(OrtApi.CreateSession));
                return session;
            }
            finally
            {
                Marshal.FreeCoTaskMem(utf8);
            }
        });
    }

    /// <summary>Loads a model from memory, which is copied and need not outlive the call.</summary>
    /// <param name="model">The content of an ONNX file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="options">How to run it; null takes the defaults.</param>
    /// <exception cref="UserErrorException">It is not a model, or needs what this ONNX Runtime lacks.</exception>
    public static OrtSession Load(ReadOnlyMemory<byte> model, string name, OrtSessionOptions? options = null) =>
        Load(name, options ?? new OrtSessionOptions(), (environment, handle) =>
        {
            nint session;
            fixed (byte* bytes = model.Span)
                environment.Api.Check(
                    environment.Api.CreateSessionFromArray(environment.Handle.DangerousGetHandle(), bytes, (nuint)model.Length, handle.DangerousGetHandle(), &session),
                    nameof(OrtApi.CreateSessionFromArray));
            return session;
        });

    /// <summary>Runs the model into tensors that the caller made; allocates no managed memory.</summary>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>, in that order.</param>
    /// <param name="outputs">One value for each of the first <see cref="Outputs"/> or all, in that order, of the shape that the model will give.</param>
    /// <exception cref="ArgumentException">The number of inputs is not the model's, or there are no outputs or more than the model has.</exception>
    /// <exception cref="NativeException">A shape or type does not fit the model, or an operator failed.</exception>
    /// <exception cref="ObjectDisposedException">The session or a value was disposed.</exception>
    public void Run(ReadOnlySpan<OrtValue> inputs, ReadOnlySpan<OrtValue> outputs) => RunInto(inputs, outputs, null);

    /// <summary>Runs the model into tensors that the caller made, until it is done or no longer wanted; allocates no managed memory.</summary>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>, in that order.</param>
    /// <param name="outputs">One value for each of the first <see cref="Outputs"/> or all, in that order, of the shape that the model will give.</param>
    /// <param name="options">Through what the run is ended; no other run may use it meanwhile.</param>
    /// <param name="cancellationToken">Ends the run between two operators; the outputs are then undefined.</param>
    /// <inheritdoc cref="Run(ReadOnlySpan{OrtValue}, ReadOnlySpan{OrtValue})" path="/exception"/>
    /// <exception cref="OperationCanceledException">The token was cancelled before the model was done.</exception>
    public void Run(ReadOnlySpan<OrtValue> inputs, ReadOnlySpan<OrtValue> outputs, OrtRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Leaving this block waits for a call of Terminate() under way.
            using CancellationTokenRegistration ending = cancellationToken.UnsafeRegister(static options => ((OrtRunOptions)options!).Terminate(), options);
            RunInto(inputs, outputs, options);
        }
        catch (NativeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
                options.Reset();
        }
    }

    /// <summary>Runs the model; ONNX Runtime makes the outputs. For outputs whose shape is not known beforehand.</summary>
    /// <param name="inputs">One value for each of <see cref="Inputs"/>, in that order.</param>
    /// <returns>One value for each of <see cref="Outputs"/>, in that order; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The number of values is not the model's.</exception>
    /// <exception cref="NativeException">A shape or type does not fit the model, or an operator failed.</exception>
    /// <exception cref="ObjectDisposedException">The session or a value was disposed.</exception>
    public IReadOnlyList<OrtValue> Run(params ReadOnlySpan<OrtValue> inputs)
    {
        Span<nint> pointers = stackalloc nint[MaximumValues];
        pointers.Clear(); // A null pointer asks ONNX Runtime to make that output.
        RunInto(inputs, pointers[..Outputs.Count], null);
        OrtValue[] outputs = new OrtValue[Outputs.Count];
        int taken = 0;
        try
        {
            while (taken < outputs.Length)
            {
                outputs[taken] = OrtValue.Take(_environment, pointers[taken]);
                taken++;
            }
            return outputs;
        }
        catch
        {
            // Take() freed the one that failed; free those before it and those after it.
            foreach (OrtValue output in outputs.AsSpan(0, taken))
                output.Dispose();
            for (int i = taken + 1; i < outputs.Length; i++)
                _environment.Api.ReleaseValue(pointers[i]);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        _inputNames.Dispose();
        _outputNames.Dispose();
    }

    private static OrtSession Load(string name, OrtSessionOptions options, Func<OrtEnvironment, OrtHandle, nint> create)
    {
        OrtEnvironment environment = OrtEnvironment.Instance;
        (OrtSession session, OrtProviderChoice choice) = OrtProviderSetup.Create(environment, name, options.Provider.Provider, provider =>
        {
            using OrtHandle nativeOptions = OrtSessionOptionsHandle.Create(environment.Api, options, provider, provider == OrtExecutionProvider.TensorRt ? Profiles() : []);
            return new OrtSession(environment, create(environment, nativeOptions));
        });
        session.Provider = choice;
        return session;

        IReadOnlyList<OrtShapeProfile> Profiles()
        {
            OrtSessionOptions reading = new() { GraphOptimization = OrtGraphOptimization.None };
            using OrtHandle nativeOptions = OrtSessionOptionsHandle.Create(environment.Api, reading, OrtExecutionProvider.Cpu, []);
            using OrtSession model = new(environment, create(environment, nativeOptions));
            return OrtShapeProfile.Of(model.Inputs, options.Provider.Batch, options.Provider.Size);
        }
    }

    private void RunInto(ReadOnlySpan<OrtValue> inputs, ReadOnlySpan<OrtValue> outputs, OrtRunOptions? options)
    {
        if (outputs.Length == 0 || outputs.Length > Outputs.Count)
            throw new ArgumentException($"The model has {Outputs.Count} outputs and {outputs.Length} were given.", nameof(outputs));
        Span<nint> pointers = stackalloc nint[MaximumValues];
        int borrowed = 0;
        try
        {
            for (; borrowed < outputs.Length; borrowed++)
            {
                bool added = false;
                pointers[borrowed] = outputs[borrowed].Borrow(ref added);
            }
            RunInto(inputs, pointers[..outputs.Length], options);
        }
        finally
        {
            for (int i = 0; i < borrowed; i++)
                outputs[i].Handle.DangerousRelease();
        }
    }

    private void RunInto(ReadOnlySpan<OrtValue> inputs, Span<nint> outputs, OrtRunOptions? options)
    {
        if (inputs.Length != Inputs.Count)
            throw new ArgumentException($"The model has {Inputs.Count} inputs and {inputs.Length} were given.", nameof(inputs));
        Span<nint> pointers = stackalloc nint[MaximumValues];
        int borrowed = 0;
        bool sessionAdded = false, inputNamesAdded = false, outputNamesAdded = false, optionsAdded = false;
        try
        {
            _handle.DangerousAddRef(ref sessionAdded);
            _inputNames.DangerousAddRef(ref inputNamesAdded);
            _outputNames.DangerousAddRef(ref outputNamesAdded);
            options?.Handle.DangerousAddRef(ref optionsAdded);
            for (; borrowed < inputs.Length; borrowed++)
            {
                bool added = false;
                pointers[borrowed] = inputs[borrowed].Borrow(ref added);
            }
            fixed (nint* inputPointers = pointers)
            fixed (nint* outputPointers = outputs)
                _environment.Api.Check(
                    _environment.Api.Run(_handle.DangerousGetHandle(), options?.Handle.DangerousGetHandle() ?? 0, _inputNames.Pointers, inputPointers, (nuint)inputs.Length,
                        _outputNames.Pointers, (nuint)outputs.Length, outputPointers),
                    nameof(OrtApi.Run));
        }
        finally
        {
            for (int i = 0; i < borrowed; i++)
                inputs[i].Handle.DangerousRelease();
            if (optionsAdded)
                options!.Handle.DangerousRelease();
            if (outputNamesAdded)
                _outputNames.DangerousRelease();
            if (inputNamesAdded)
                _inputNames.DangerousRelease();
            if (sessionAdded)
                _handle.DangerousRelease();
        }
    }
}
