using System.Runtime.InteropServices;
using System.Text;
using Mien.Core;

namespace Mien.Interop.Sqlite;

/// <summary>
/// A SQLite database file. Several processes may have it open: each write is a transaction that is in the file wholly or not at
/// all, also where a process is killed. For one thread at a time.
/// </summary>
public sealed unsafe class SqliteDatabase : IDisposable
{
    private readonly string _path;
    private readonly SqliteHandle _handle;

    private SqliteDatabase(string path, SqliteHandle handle) => (_path, _handle) = (path, handle);

    /// <summary>Opens a database, or makes an empty one.</summary>
    /// <param name="path">The file, or <c>:memory:</c> for one that lives as long as the object.</param>
    /// <param name="patience">How long a call waits for other processes' writes.</param>
    /// <exception cref="UserErrorException">The file cannot be opened or made, or SQLite is not installed.</exception>
    public static SqliteDatabase Open(string path, TimeSpan patience)
    {
        nint opened;
        int status = NativeMethods.Open(path, &opened, NativeMethods.OpenReadWrite | NativeMethods.OpenCreate | NativeMethods.OpenFullMutex, 0);
        SqliteHandle handle = new(opened);
        if (status != NativeMethods.Ok)
        {
            string message = Text(NativeMethods.ErrorString(status));
            handle.Dispose();
            throw new UserErrorException($"The database {path} cannot be opened ({message}); check its folder and permissions.");
        }
        NativeMethods.BusyTimeout(handle, (int)patience.TotalMilliseconds);
        return new SqliteDatabase(path, handle);
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">The statement, with ? for values.</param>
    /// <param name="values">The values: null, long, int, double or string.</param>
    /// <returns>The rows; integers as long, numbers as double, texts as string, or null.</returns>
    /// <exception cref="UserErrorException">The file is no database, damaged or not writable, or another process kept it locked for too long.</exception>
    public IReadOnlyList<object?[]> Run(string sql, params ReadOnlySpan<object?> values)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(sql);
        nint statement;
        fixed (byte* bytes = utf8)
            Check(NativeMethods.Prepare(_handle, bytes, utf8.Length, &statement, 0));
        try
        {
            for (int index = 0; index < values.Length; index++)
                Bind(statement, index + 1, values[index]);
            List<object?[]> rows = [];
            int status;
            while ((status = NativeMethods.Step(statement)) == NativeMethods.Row)
                rows.Add(ReadRow(statement));
            if (status != NativeMethods.Done)
                Check(status);
            return rows;
        }
        finally
        {
            NativeMethods.Finalize(statement);
        }
    }

    /// <summary>Runs several statements as one: all are in the file, or none.</summary>
    /// <param name="work">Runs the statements. No other process writes meanwhile; keep it short.</param>
    public T Transaction<T>(Func<T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            T result = work();
            Run("COMMIT");
            return result;
        }
        catch
        {
            // After some errors, such as a full disk, SQLite has rolled back already; the first error is the one to know.
            TryRollBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void TryRollBack()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (UserErrorException)
        {
        }
    }

    private void Bind(nint statement, int index, object? value)
    {
        switch (value)
        {
            case null:
                Check(NativeMethods.BindNull(statement, index));
                break;
            case long or int:
                Check(NativeMethods.BindInteger(statement, index, Convert.ToInt64(value)));
                break;
            case double number:
                Check(NativeMethods.BindDouble(statement, index, number));
                break;
            case string text:
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                byte nothing = 0; // A null pointer would bind NULL instead of an empty text.
                fixed (byte* bytes = utf8)
                    Check(NativeMethods.BindText(statement, index, bytes is null ? &nothing : bytes, utf8.Length, NativeMethods.Transient));
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType().Name} cannot be stored.", nameof(value));
        }
    }

    private static object?[] ReadRow(nint statement)
    {
        object?[] row = new object?[NativeMethods.ColumnCount(statement)];
        for (int column = 0; column < row.Length; column++)
            row[column] = NativeMethods.ColumnType(statement, column) switch
            {
                NativeMethods.IntegerType => NativeMethods.ColumnInteger(statement, column),
                NativeMethods.FloatType => NativeMethods.ColumnDouble(statement, column),
                NativeMethods.NullType => null,
                _ => ReadText(statement, column),
            };
        return row;
    }

    // The bytes are asked for after the text, which may convert them.
    private static string ReadText(nint statement, int column)
    {
        byte* text = NativeMethods.ColumnText(statement, column);
        return Encoding.UTF8.GetString(text, NativeMethods.ColumnBytes(statement, column));
    }

    private void Check(int status)
    {
        if (status == NativeMethods.Ok)
            return;
        string message = Text(NativeMethods.ErrorMessage(_handle));
        throw new UserErrorException(status == NativeMethods.Busy
            ? $"The database {_path} is locked by another process for too long; end that process, or try again."
            : $"The database {_path} cannot be used ({message}); check that it is a file of Mien's, whole and writable.");
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
