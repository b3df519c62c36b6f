using System.Runtime.InteropServices;

namespace Mien.Interop.OnnxRuntime;

/// <summary>Reads an <c>OrtTensorTypeAndShapeInfo</c>.</summary>
internal static unsafe class OrtTensorInfoReader
{
    public static (OrtElementType ElementType, long[] Shape, string[] DimensionNames) Read(OrtApi api, nint info)
    {
        int elementType;
        nuint rank;
        api.Check(api.GetTensorElementType(info, &elementType), nameof(OrtApi.GetTensorElementType));
        api.Check(api.GetDimensionsCount(info, &rank), nameof(OrtApi.GetDimensionsCount));
        long[] shape = new long[rank];
        string[] names = new string[rank];
        nint[] namePointers = new nint[rank];
        fixed (long* sizes = shape)
        fixed (nint* pointers = namePointers)
        {
            api.Check(api.GetDimensions(info, sizes, rank), nameof(OrtApi.GetDimensions));
            api.Check(api.GetSymbolicDimensions(info, (byte**)pointers, rank), nameof(OrtApi.GetSymbolicDimensions));
        }
        // The names belong to the info object; copy them before it is freed.
        for (int axis = 0; axis < names.Length; axis++)
            names[axis] = Marshal.PtrToStringUTF8(namePointers[axis]) ?? "";
        return ((OrtElementType)elementType, shape, names);
    }
}
