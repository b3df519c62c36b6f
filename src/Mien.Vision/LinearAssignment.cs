namespace Mien.Vision;

/// <summary>
/// Gives rows to columns, each at most once, so that the sum of gains is as large as can be: the Hungarian method with
/// potentials and shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), in the cube of the larger count.
/// </summary>
internal static class LinearAssignment
{
    /// <summary>Solves one problem.</summary>
    /// <param name="gains">(rows, columns); at least 0, and 0 where the two must not meet.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>For each row its column, or -1.</returns>
    public static int[] Solve(ReadOnlySpan<float> gains, int rows, int columns)
    {
        int[] columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        if (rows == 0 || columns == 0)
            return columnOf;
        // The method wants no more rows than columns: columns that stand for nobody make up for it.
        int width = Math.Max(rows, columns);
        double[] rowPotential = new double[rows + 1], columnPotential = new double[width + 1];
        int[] rowOf = new int[width + 1], previous = new int[width + 1]; // rows from 1 on, 0 is none; column 0 is where a path begins
        double[] slack = new double[width + 1];
        bool[] visited = new bool[width + 1];
        for (int row = 1; row <= rows; row++)
        {
            Array.Fill(slack, double.PositiveInfinity);
            Array.Clear(visited);
            rowOf[0] = row;
            int column = 0;
            do
            {
                visited[column] = true;
                int from = rowOf[column], nearest = 0;
                double step = double.PositiveInfinity;
                for (int next = 1; next <= width; next++)
                {
                    if (visited[next])
                        continue;
                    double gain = next <= columns ? gains[(from - 1) * columns + next - 1] : 0;
                    double cost = -gain - rowPotential[from] - columnPotential[next];
                    if (cost < slack[next])
                        (slack[next], previous[next]) = (cost, column);
                    if (slack[next] < step)
                        (step, nearest) = (slack[next], next);
                }
                for (int seen = 0; seen <= width; seen++)
                {
                    if (visited[seen])
                    {
                        rowPotential[rowOf[seen]] += step;
                        columnPotential[seen] -= step;
                    }
                    else
                    {
                        slack[seen] -= step;
                    }
                }
                column = nearest;
            }
            while (rowOf[column] != 0);
            for (; column != 0; column = previous[column])
                rowOf[column] = rowOf[previous[column]];
        }
        for (int column = 1; column <= columns; column++)
            if (rowOf[column] > 0 && gains[(rowOf[column] - 1) * columns + column - 1] > 0)
                columnOf[rowOf[column] - 1] = column - 1;
        return columnOf;
    }
}
