using System.Runtime.InteropServices;

namespace Mien.Interop.Sqlite;

/// <summary>Owns an open database.</summary>
internal sealed class SqliteHandle : SafeHandle
{
    public SqliteHandle(nint database) : base(0, ownsHandle: true) => SetHandle(database);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.Close(handle) == NativeMethods.Ok;
}
