namespace Mien.Vision;

/// <summary>Small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves A x = b by Gaussian elimination with partial pivoting. Allocates nothing.</summary>
    /// <param name="matrix">A, (n, n), row-major; destroyed.</param>
    /// <param name="vector">b, n numbers; becomes x.</param>
    /// <returns>Whether there is one solution; otherwise <paramref name="vector"/> is undefined.</returns>
    public static bool Solve(Span<double> matrix, Span<double> vector)
    {
        int n = vector.Length;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
                if (Math.Abs(matrix[row * n + column]) > Math.Abs(matrix[pivot * n + column]))
                    pivot = row;
            double scale = matrix[pivot * n + column];
            if (!(Math.Abs(scale) > 1e-14))
                return false;
            for (int k = 0; k < n; k++)
                (matrix[column * n + k], matrix[pivot * n + k]) = (matrix[pivot * n + k], matrix[column * n + k]);
            (vector[column], vector[pivot]) = (vector[pivot], vector[column]);
            for (int row = column + 1; row < n; row++)
            {
                double factor = matrix[row * n + column] / scale;
                for (int k = column; k < n; k++)
                    matrix[row * n + k] -= factor * matrix[column * n + k];
                vector[row] -= factor * vector[column];
            }
        }
        for (int row = n - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < n; k++)
                vector[row] -= matrix[row * n + k] * vector[k];
            vector[row] /= matrix[row * n + row];
        }
        return true;
    }
}
