using System.Diagnostics;

namespace Mien.Web.Tests.Browser;

/// <summary>The end of a browser: its processes and the profile that they write.</summary>
internal static class BrowserProcess
{
    /// <summary>Ends a browser and deletes its profile.</summary>
    public static async Task EndAsync(Process process, string profile)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        for (int tries = 0; Directory.Exists(profile); tries++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException) when (tries < 20)
            {
                await Task.Delay(50); // its children write for a moment longer
            }
        }
    }
}
