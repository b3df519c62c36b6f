using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.Torch;

/// <summary>The exports of libmien_torch. Each returns a status: 0, or a failure that <see cref="LastError"/> describes.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "mien_torch";

    static NativeMethods() => NativeLibraryLocator.Register(typeof(NativeMethods).Assembly, Library, "MIEN_TORCH_LIBRARY");

    [LibraryImport(Library, EntryPoint = "mien_torch_last_error")]
    internal static partial int LastError(ErrorView* view);

    [LibraryImport(Library, EntryPoint = "mien_torch_version")]
    internal static partial int Version(byte** text);

    [LibraryImport(Library, EntryPoint = "mien_torch_configuration")]
    internal static partial int Configuration(byte* text, int capacity, int* length);

    [LibraryImport(Library, EntryPoint = "mien_torch_cuda_available")]
    internal static partial int CudaAvailable(int* available);

    [LibraryImport(Library, EntryPoint = "mien_torch_threads")]
    internal static partial int Threads(int* count);

    [LibraryImport(Library, EntryPoint = "mien_torch_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "mien_torch_seed")]
    internal static partial int Seed(long seed);

    [LibraryImport(Library, EntryPoint = "mien_torch_random_state")]
    internal static partial int RandomState(int deviceType, int deviceIndex, nint* state);

    [LibraryImport(Library, EntryPoint = "mien_torch_set_random_state")]
    internal static partial int SetRandomState(int deviceType, int deviceIndex, TensorHandle state);

    [LibraryImport(Library, EntryPoint = "mien_torch_operator_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OperatorFind(string name, string overload, nint* found);

    [LibraryImport(Library, EntryPoint = "mien_torch_operator_schema")]
    internal static partial int OperatorSchema(nint operatorHandle, byte* text, int capacity, int* length);

    [LibraryImport(Library, EntryPoint = "mien_torch_operator_call")]
    internal static partial int OperatorCall(nint operatorHandle, NativeValue* arguments, int argumentCount, long* scratch,
        int mode, NativeValue** results, int* resultCount, long** resultScratch);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_from_host")]
    internal static partial int TensorFromHost(void* data, long byteCount, int dtype, long* sizes, int dimensions, nint* created);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_to_host")]
    internal static partial int TensorToHost(TensorHandle handle, void* data, long byteCount);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_write")]
    internal static partial int TensorWrite(TensorHandle handle, void* data, long byteCount);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_describe")]
    internal static partial int TensorDescribe(TensorHandle handle, TensorInfo* info, long* sizes, long* strides, int capacity);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_retain")]
    internal static partial int TensorRetain(TensorHandle handle, nint* retained);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_release")]
    internal static partial int TensorRelease(nint handle);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_live_count")]
    internal static partial int TensorLiveCount(long* count);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_set_requires_grad")]
    internal static partial int TensorSetRequiresGrad(TensorHandle handle, int requiresGrad);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_grad")]
    internal static partial int TensorGrad(TensorHandle handle, nint* grad);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensor_set_grad")]
    internal static partial int TensorSetGrad(TensorHandle handle, nint grad);

    [LibraryImport(Library, EntryPoint = "mien_torch_tensors_clear_grad")]
    internal static partial int TensorsClearGrad(nint* handles, int count);

    [LibraryImport(Library, EntryPoint = "mien_torch_backward")]
    internal static partial int Backward(nint* outputs, nint* grads, int count, int retainGraph, int createGraph);

    [LibraryImport(Library, EntryPoint = "mien_torch_grad")]
    internal static partial int Grad(nint* outputs, nint* grads, int outputCount, nint* inputs, int inputCount, int retainGraph,
        int createGraph, nint* gradients);

    [LibraryImport(Library, EntryPoint = "mien_torch_gradient_hook_add")]
    internal static partial int GradientHookAdd(TensorHandle leaf, delegate* unmanaged<long, void> callback, long context, nint* hook);

    [LibraryImport(Library, EntryPoint = "mien_torch_gradient_hook_remove")]
    internal static partial int GradientHookRemove(nint hook);

    [LibraryImport(Library, EntryPoint = "mien_torch_collective_backends")]
    internal static partial int CollectiveBackends(int* backends);

    [LibraryImport(Library, EntryPoint = "mien_torch_store_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreOpen(string host, int port, int size, int isHolder, long timeoutMilliseconds, nint* store);

    [LibraryImport(Library, EntryPoint = "mien_torch_store_port")]
    internal static partial int StorePort(StoreHandle store, int* port);

    [LibraryImport(Library, EntryPoint = "mien_torch_store_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreSet(StoreHandle store, string key, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "mien_torch_store_get", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreGet(StoreHandle store, string key, long timeoutMilliseconds, byte* value, int capacity, int* length);

    [LibraryImport(Library, EntryPoint = "mien_torch_store_release")]
    internal static partial int StoreRelease(nint store);

    [LibraryImport(Library, EntryPoint = "mien_torch_group_join", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GroupJoin(StoreHandle store, string name, int backend, int rank, int size, string address, long timeoutMilliseconds, nint* group);

    [LibraryImport(Library, EntryPoint = "mien_torch_group_abort")]
    internal static partial int GroupAbort(GroupHandle group);

    [LibraryImport(Library, EntryPoint = "mien_torch_group_release")]
    internal static partial int GroupRelease(nint group);

    [LibraryImport(Library, EntryPoint = "mien_torch_all_reduce")]
    internal static partial int AllReduce(GroupHandle group, TensorHandle tensor, int operation, nint* work);

    [LibraryImport(Library, EntryPoint = "mien_torch_broadcast")]
    internal static partial int Broadcast(GroupHandle group, TensorHandle tensor, int root, nint* work);

    [LibraryImport(Library, EntryPoint = "mien_torch_work_wait")]
    internal static partial int WorkWait(nint work);

    [LibraryImport(Library, EntryPoint = "mien_torch_sum_over_processes")]
    internal static partial int SumOverProcesses(GroupHandle group, TensorHandle tensor, int gradEnabled, nint* sum);

    /// <summary>Turns a failure's status into the one exception.</summary>
    /// <exception cref="NativeException">The status is not 0.</exception>
    internal static void Check(int status)
    {
        if (status != 0)
            Throw();
    }

    private static void Throw()
    {
        ErrorView view;
        _ = LastError(&view);
        string file = Path.GetFileName(Marshal.PtrToStringUTF8(view.File) ?? "");
        throw new NativeException("libtorch", $"{Marshal.PtrToStringUTF8(view.Function)} ({file})", Marshal.PtrToStringUTF8(view.Message) ?? "");
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct ErrorView
    {
        public readonly nint Message;
        public readonly nint Function;
        public readonly nint File;
        public readonly int Status;
    }
}
