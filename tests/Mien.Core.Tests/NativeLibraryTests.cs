namespace Mien.Core.Tests;

public sealed class NativeLibraryTests
{
    [Theory]
    [InlineData(
        "Unable to load shared library '/app/libmien_vision.so' or one of its dependencies. libopencv_objdetect.so.406: cannot open shared object file: No such file or directory",
        "libopencv_objdetect.so.406", "OpenCV 4.6", "apt-get install libopencv-imgcodecs406 libopencv-objdetect406")]
    [InlineData("libopencv_core.so.410: cannot open shared object file: No such file or directory", "libopencv_core.so.410", "OpenCV 4.10", "libopencv-imgcodecs410")]
    [InlineData("libstdc++.so.6: cannot open shared object file: No such file or directory", "libstdc++.so.6", "install the package")]
    [InlineData("wrong ELF class:\nELFCLASS32", "/app/libmien_vision.so does not load", "ELFCLASS32")]
    public void What_a_library_lacks_is_one_sentence_with_its_remedy(string message, params string[] named)
    {
        string sentence = NativeLibraryFailure.Describe("/app/libmien_vision.so", message);
        Assert.All(named, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public void The_loaders_real_words_are_understood()
    {
        // Something that the loader takes for a library and cannot load.
        string file = Path.Combine(Directory.CreateTempSubdirectory("mien-native-").FullName, "libnot_there.so");
        try
        {
            File.WriteAllText(file, "no library");
            Environment.SetEnvironmentVariable("MIEN_TEST_LIBRARY", file);
            UserErrorException error = Assert.Throws<UserErrorException>(() => NativeLibraryLocator.Load("libnot_there.so", "MIEN_TEST_LIBRARY"));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MIEN_TEST_LIBRARY", null);
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void A_library_that_is_nowhere_is_one_sentence()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => NativeLibraryLocator.Load("libmien_of_nobody.so"));
        Assert.Contains("libmien_of_nobody.so", error.Message, StringComparison.Ordinal);
    }
}
