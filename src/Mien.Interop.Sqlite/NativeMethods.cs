using System.Reflection;
using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Interop.Sqlite;

/// <summary>The functions of SQLite's C interface that a database of a few tables needs (https://www.sqlite.org/c3ref/funclist.html).</summary>
internal static unsafe partial class NativeMethods
{
    public const int Ok = 0, Busy = 5, Row = 100, Done = 101;
    public const int OpenReadWrite = 2, OpenCreate = 4, OpenFullMutex = 0x10000;
    public const int IntegerType = 1, FloatType = 2, TextType = 3, NullType = 5;

    /// <summary>Tells SQLite to copy a text before the call returns (SQLITE_TRANSIENT).</summary>
    public const nint Transient = -1;

    private const string Library = "sqlite3";

    // The system's library has its ABI's number in its name; the one without number belongs to the development package.
    private static readonly string[] s_fileNames = ["libsqlite3.so.0", "libsqlite3.so"];

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, nint* database, int flags, nint vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    public static partial int Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    public static partial int BusyTimeout(SqliteHandle database, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    public static partial byte* ErrorMessage(SqliteHandle database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errstr")]
    public static partial byte* ErrorString(int code);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2")]
    public static partial int Prepare(SqliteHandle database, byte* sql, int bytes, nint* statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial int Finalize(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInteger(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    public static partial int BindDouble(nint statement, int index, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    public static partial int BindText(nint statement, int index, byte* text, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_count")]
    public static partial int ColumnCount(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInteger(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    public static partial double ColumnDouble(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    public static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return nint.Zero;
        foreach (string fileName in s_fileNames)
            if (NativeLibrary.TryLoad(fileName, out nint library))
                return library;
        throw new UserErrorException("SQLite's library libsqlite3.so.0 was not found; install the Debian package libsqlite3-0.");
    }
}
