using Mien.Cli.Invocation;
using Mien.Core;

namespace Mien.Cli.Tests.Invocation;

public sealed class FailureTests
{
    [Fact]
    public void A_users_error_keeps_its_sentence()
    {
        Failure failure = Failure.From(new AggregateException(new UserErrorException("The file a.mp4 does not exist; check the name.")));
        Assert.Equal(new Failure(ExitCode.BadInput, "The file a.mp4 does not exist; check the name."), failure);
    }

    [Fact]
    public void A_full_disk_is_the_users_to_mend()
    {
        Failure failure = Failure.From(new IOException("No space left on device : '/x/a.csv'", 28));
        Assert.Equal(ExitCode.BadInput, failure.Code);
        Assert.Contains("disk is full", failure.Sentence, StringComparison.Ordinal);
        Assert.Contains("/x/a.csv", failure.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_is_an_interruption() => Assert.Equal(ExitCode.Interrupted, Failure.From(new TaskCanceledException()).Code);

    [Fact]
    public void An_unforeseen_failure_is_one_line_and_says_where_the_rest_is()
    {
        Failure failure = Failure.From(new InvalidOperationException("first\nsecond"));
        Assert.Equal(ExitCode.Failure, failure.Code);
        Assert.DoesNotContain('\n', failure.Sentence);
        Assert.Contains("--verbose", failure.Sentence, StringComparison.Ordinal);
    }
}
