namespace Mien.Vision.Tests;

public sealed class LinearAssignmentTests
{
    [Fact]
    public void GainsAsMuchAsTheBestOfAllAssignments()
    {
        Random random = new(4);
        for (int trial = 0; trial < 500; trial++)
        {
            (int rows, int columns) = (random.Next(1, 6), random.Next(1, 6));
            float[] gains = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(3) == 0 ? 0 : random.NextSingle())];
            int[] columnOf = LinearAssignment.Solve(gains, rows, columns);
            int[] used = [.. columnOf.Where(column => column >= 0)];
            Assert.Equal(used.Length, used.Distinct().Count());
            Assert.All(columnOf.Index().Where(pair => pair.Item >= 0), pair => Assert.True(gains[pair.Index * columns + pair.Item] > 0));
            float sum = columnOf.Index().Where(pair => pair.Item >= 0).Sum(pair => gains[pair.Index * columns + pair.Item]);
            Assert.Equal(Best(gains, rows, columns, 0, 0), sum, 1e-4f);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void NobodyIsGivenToNobody(int rows, int columns) =>
        Assert.Equal(Enumerable.Repeat(-1, rows), LinearAssignment.Solve(new float[rows * columns], rows, columns));

    // Every way, row by row.
    private static float Best(float[] gains, int rows, int columns, int row, int taken)
    {
        if (row == rows)
            return 0;
        float best = Best(gains, rows, columns, row + 1, taken);
        for (int column = 0; column < columns; column++)
            if ((taken & 1 << column) == 0)
                best = Math.Max(best, gains[row * columns + column] + Best(gains, rows, columns, row + 1, taken | 1 << column));
        return best;
    }
}
