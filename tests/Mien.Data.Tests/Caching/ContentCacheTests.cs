using Mien.Data.Caching;

namespace Mien.Data.Tests.Caching;

public sealed class ContentCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_key_depends_on_content_and_recipe_and_on_nothing_else()
    {
        string key = ContentCache.KeyOf([1, 2, 3], "crop 64");

        Assert.Equal(key, ContentCache.KeyOf([1, 2, 3], "crop 64"));
        Assert.NotEqual(key, ContentCache.KeyOf([1, 2, 4], "crop 64"));
        Assert.NotEqual(key, ContentCache.KeyOf([1, 2, 3], "crop 65"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "a"), [1, 2, 3]);
        File.Copy(Path.Combine(_folder.Path, "a"), Path.Combine(_folder.Path, "b"));
        Assert.Equal(ContentCache.KeyOfFile(Path.Combine(_folder.Path, "a"), "x"), ContentCache.KeyOfFile(Path.Combine(_folder.Path, "b"), "x"));
    }

    [Fact]
    public void An_entry_is_made_once_and_again_after_it_was_deleted_or_damaged()
    {
        ContentCache cache = new(Path.Combine(_folder.Path, "cache"));
        string key = ContentCache.KeyOf([1], "x");
        int made = 0;
        byte[] Get() => cache.GetOrAdd(key, () => [.. Enumerable.Repeat((byte)(7 + 0 * ++made), 1000)]);
        byte[] first = Get();

        Assert.Equal(first, Get());
        Assert.Equal(1, made);

        string file = Assert.Single(Directory.EnumerateFiles(cache.Folder, "*", SearchOption.AllDirectories));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..500]);
        Assert.Equal(first, Get());
        Assert.Equal(2, made);
        Directory.Delete(cache.Folder, recursive: true);
        Assert.Equal(first, Get());
        Assert.Equal(3, made);
    }

    [Fact]
    public void Many_writers_and_a_deleter_at_once_never_give_a_wrong_entry()
    {
        string folder = Path.Combine(_folder.Path, "cache");
        using CancellationTokenSource stop = new();
        Thread deleter = new(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (IOException)
                {
                    Thread.Yield();
                }
            }
        });
        deleter.Start();
        try
        {
            Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, turn =>
            {
                byte value = (byte)(turn % 5);
                byte[] entry = new ContentCache(folder).GetOrAdd(ContentCache.KeyOf([value], "x"), () => [.. Enumerable.Repeat(value, 5000)]);
                Assert.Equal(5000, entry.Count(found => found == value));
            });
        }
        finally
        {
            stop.Cancel();
            deleter.Join();
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_makes_things_slower_only()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");
        ContentCache cache = new(Path.Combine(_folder.Path, "file", "cache"));

        Assert.Equal([5], cache.GetOrAdd(ContentCache.KeyOf([1], "x"), () => [5]));
        Assert.Null(cache.TryRead(ContentCache.KeyOf([1], "x")));
    }

    public void Dispose() => _folder.Dispose();
}
