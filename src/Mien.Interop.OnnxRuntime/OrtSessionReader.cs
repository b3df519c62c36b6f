namespace Mien.Interop.OnnxRuntime;

/// <summary>Copies what a session declares (inputs, outputs, metadata) into .NET objects.</summary>
internal sealed unsafe class OrtSessionReader(OrtEnvironment environment, nint session)
{
    private readonly OrtApi _api = environment.Api;

    public OrtTensorInfo[] ReadInputs()
    {
        nuint count;
        _api.Check(_api.SessionGetInputCount(session, &count), nameof(OrtApi.SessionGetInputCount));
        OrtTensorInfo[] inputs = new OrtTensorInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            nint typeInfo;
            _api.Check(_api.SessionGetInputName(session, i, environment.Allocator, &name), nameof(OrtApi.SessionGetInputName));
            string copy = environment.TakeString(name)!;
            _api.Check(_api.SessionGetInputTypeInfo(session, i, &typeInfo), nameof(OrtApi.SessionGetInputTypeInfo));
            inputs[i] = Describe(copy, typeInfo);
        }
        return inputs;
    }

    public OrtTensorInfo[] ReadOutputs()
    {
        nuint count;
        _api.Check(_api.SessionGetOutputCount(session, &count), nameof(OrtApi.SessionGetOutputCount));
        OrtTensorInfo[] outputs = new OrtTensorInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            nint typeInfo;
            _api.Check(_api.SessionGetOutputName(session, i, environment.Allocator, &name), nameof(OrtApi.SessionGetOutputName));
            string copy = environment.TakeString(name)!;
            _api.Check(_api.SessionGetOutputTypeInfo(session, i, &typeInfo), nameof(OrtApi.SessionGetOutputTypeInfo));
            outputs[i] = Describe(copy, typeInfo);
        }
        return outputs;
    }

    public Dictionary<string, string> ReadMetadata()
    {
        nint pointer;
        _api.Check(_api.SessionGetModelMetadata(session, &pointer), nameof(OrtApi.SessionGetModelMetadata));
        using OrtHandle metadata = new(pointer, _api.ReleaseModelMetadata);
        byte** keys;
        long count;
        _api.Check(_api.ModelMetadataGetCustomMetadataMapKeys(pointer, environment.Allocator, &keys, &count), nameof(OrtApi.ModelMetadataGetCustomMetadataMapKeys));
        Dictionary<string, string> map = new((int)count);
        for (long i = 0; i < count; i++)
        {
            byte* value;
            _api.Check(_api.ModelMetadataLookupCustomMetadataMap(pointer, environment.Allocator, keys[i], &value), nameof(OrtApi.ModelMetadataLookupCustomMetadataMap));
            map[environment.TakeString(keys[i])!] = environment.TakeString(value) ?? "";
        }
        if (keys is not null)
            _api.Check(_api.AllocatorFree(environment.Allocator, keys), nameof(OrtApi.AllocatorFree));
        return map;
    }

    private OrtTensorInfo Describe(string name, nint typeInfo)
    {
        using OrtHandle owner = new(typeInfo, _api.ReleaseTypeInfo);
        nint tensorInfo; // Belongs to the type info; null where the value is a sequence or a map.
        _api.Check(_api.CastTypeInfoToTensorInfo(typeInfo, &tensorInfo), nameof(OrtApi.CastTypeInfoToTensorInfo));
        if (tensorInfo == 0)
            return new OrtTensorInfo(name, OrtElementType.Undefined, [], []);
        (OrtElementType elementType, long[] shape, string[] dimensionNames) = OrtTensorInfoReader.Read(_api, tensorInfo);
        return new OrtTensorInfo(name, elementType, shape, dimensionNames);
    }
}
