using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>
/// Which values and weights of a network its 8-bit form has as integers, read off one forward pass. It is the exporter's plan in
/// terms of ATen operators: what a convolution with its batch norm and ReLU or hard sigmoid gives, and the sigmoids, products, sums and pools between
/// such values; of a convolution or matrix product that reads a float, that input.
/// </summary>
internal sealed class QuantizationSites
{
    private static readonly HashSet<string> s_elementwise = ["aten::sigmoid", "aten::adaptive_avg_pool2d", "aten::mul.Tensor", "aten::add.Tensor"];
    private static readonly HashSet<string> s_sameValues = ["aten::max_pool2d", "aten::upsample_nearest2d", "aten::dropout", "aten::feature_dropout", "aten::contiguous", "aten::alias", "aten::detach"];
    private static readonly HashSet<string> s_reshapes = ["aten::reshape", "aten::view", "aten::flatten.using_ints", "aten::squeeze.dim", "aten::unsqueeze"];

    private readonly IReadOnlyList<ObservedCall> _calls;
    private readonly ILookup<nint, ObservedCall> _readers;
    private readonly Dictionary<nint, Tensor> _parameters;
    private readonly HashSet<nint> _integers = [];
    private readonly HashSet<string> _places = [];
    private readonly List<(Tensor Weight, int Limit)> _weights = [];
    private readonly List<(ObservedCall, ObservedCall)> _norms = [];

    private QuantizationSites(Module model, IReadOnlyList<ObservedCall> calls)
    {
        _calls = calls;
        _readers = calls.SelectMany(call => call.Inputs.Select(input => (input.Id, Call: call))).ToLookup(pair => pair.Id, pair => pair.Call);
        _parameters = model.Parameters().ToDictionary(parameter => parameter.Id);
        // An LSTM's inputs are brought to integers at each run by what they are then; its weights are known.
        foreach (Lstm lstm in model.NamedModules().Select(entry => entry.Module).OfType<Lstm>())
            foreach ((string name, Tensor tensor) in lstm.NamedParameters())
                if (name.StartsWith("weight_", StringComparison.Ordinal))
                    _weights.Add((tensor, WeightGrid.PairLimit));
        foreach (ObservedCall call in calls.Where(call => call.Inputs.Any())) // zeros and ones read nothing
            Visit(call);
    }

    /// <summary>Where values are rounded, as <see cref="FakeQuantization"/> names the places.</summary>
    public IReadOnlyCollection<string> Places => _places;

    /// <summary>The weights, each with the largest integer of its grid; axis 0 is the output channel.</summary>
    public IReadOnlyList<(Tensor Weight, int Limit)> Weights => _weights;

    /// <summary>Convolutions with the batch norms that alone read them.</summary>
    public IReadOnlyList<(ObservedCall Convolution, ObservedCall Norm)> Norms => _norms;

    /// <summary>Paths of modules that must compute while training as they do in evaluation, so that their calls are the places.</summary>
    public IEnumerable<string> HeldModules => _calls.Where(call => call.Operator == "aten::conv2d" && _places.Contains(call.Place)).Select(call => call.ModulePath);

    /// <summary>Finds the places of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="calls">The calls of one pass in evaluation.</param>
    public static QuantizationSites Find(Module model, IReadOnlyList<ObservedCall> calls) => new(model, calls);

    private void Visit(ObservedCall call)
    {
        Tensor input = call.Inputs.First();
        switch (call.Operator)
        {
            case "aten::conv2d" when IsLayer(call):
                Tensor kernel = _parameters[call.Arguments[1].AsTensor().Id];
                long groups = call.Arguments.Count > 6 ? call.Arguments[6].AsInteger() : 1;
                _weights.Add((kernel, WeightGrid.ConvolutionLimit(kernel.Shape, groups)));
                RequireInput(call, input);
                ObservedCall last = call;
                if (OnlyReader(last) is { Operator: "aten::batch_norm" } norm)
                {
                    _norms.Add((call, norm));
                    last = norm;
                }
                if (OnlyReader(last) is { Operator: "aten::relu" or "aten::relu6" or "aten::hardsigmoid" } limit)
                    last = limit;
                Add(last);
                break;
            case "aten::linear" when IsLayer(call):
                _weights.Add((_parameters[call.Arguments[1].AsTensor().Id], WeightGrid.PairLimit));
                RequireInput(call, input);
                if (input.Rank == 2 && _readers[call.Result.Id].Any(IsLayer))
                    Add(call);
                break;
            case "aten::silu" when _integers.Contains(input.Id):
                _places.Add(call.Place + FakeQuantization.SigmoidSuffix);
                Add(call);
                break;
            case var elementwise when s_elementwise.Contains(elementwise) && call.Inputs.All(tensor => _integers.Contains(tensor.Id)):
                Add(call);
                break;
            case var same when s_sameValues.Contains(same) && _integers.Contains(input.Id):
            case var reshape when s_reshapes.Contains(reshape) && _integers.Contains(input.Id) && _readers[call.Result.Id].Any(reader => IsLayer(reader) || s_sameValues.Contains(reader.Operator)):
                _integers.Add(call.Result.Id);
                break;
        }
    }

    private bool IsLayer(ObservedCall call) => call.Operator switch
    {
        "aten::conv2d" => _parameters.ContainsKey(call.Arguments[1].AsTensor().Id),
        "aten::linear" => _parameters.ContainsKey(call.Arguments[1].AsTensor().Id) && call.Arguments[1].AsTensor().ElementCount >= WeightGrid.SmallestMatrix,
        _ => false,
    };

    private ObservedCall? OnlyReader(ObservedCall call) => _readers[call.Result.Id].ToArray() is [var reader] ? reader : null;

    private void Add(ObservedCall call)
    {
        _integers.Add(call.Result.Id);
        _places.Add(call.Place);
    }

    private void RequireInput(ObservedCall call, Tensor input)
    {
        if (!_integers.Contains(input.Id))
            _places.Add(call.Place + FakeQuantization.InputSuffix);
    }
}
