using Mien.Training.Tuning;

namespace Mien.Benchmarks.Tuning;

/// <summary>A function whose minimum is known (Surjanovic and Bingham, "Virtual Library of Simulation Experiments", test functions for optimisation).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Minimum">Its least value there.</param>
/// <param name="Value">Its value at a place, in the order of the space.</param>
internal sealed record TestFunction(string Name, SearchSpace Space, double Minimum, Func<double[], double> Value)
{
    private static readonly double[] s_weights = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] s_scales =
        [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];

    private static readonly double[][] s_places =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    /// <summary>Three that differ: two settings and three minima; six settings and a few; five settings and a curved valley.</summary>
    public static IReadOnlyList<TestFunction> All { get; } =
    [
        new("Branin, 2 settings", Box(("x", -5, 10), ("y", 0, 15)), 0.397887, Branin),
        new("Hartmann, 6 settings", Box([.. Enumerable.Range(1, 6).Select(axis => ($"x{axis}", 0.0, 1.0))]), -3.32237, Hartmann),
        new("Rosenbrock, 5 settings", Box([.. Enumerable.Range(1, 5).Select(axis => ($"x{axis}", -2.048, 2.048))]), 0, Rosenbrock),
    ];

    private static SearchSpace Box(params IReadOnlyList<(string Key, double Low, double High)> axes) =>
        new(axes.Select(axis => KeyValuePair.Create<string, ParameterRange>(axis.Key, new FloatRange { Low = axis.Low, High = axis.High })));

    private static double Branin(double[] x)
    {
        double curve = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return curve * curve + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;
    }

    private static double Hartmann(double[] x) => -Enumerable.Range(0, 4).Sum(bell =>
        s_weights[bell] * Math.Exp(-Enumerable.Range(0, 6).Sum(axis => s_scales[bell][axis] * Math.Pow(x[axis] - s_places[bell][axis], 2))));

    private static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1).Sum(axis => 100 * Math.Pow(x[axis + 1] - x[axis] * x[axis], 2) + Math.Pow(1 - x[axis], 2));
}
