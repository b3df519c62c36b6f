using Microsoft.AspNetCore.Http;
using Mien.Server.Jobs;

namespace Mien.Server.Endpoints;

/// <summary><c>/v1/jobs/{id}</c>: how far a job is, its result, and its end.</summary>
internal static class JobEndpoints
{
    private const string Unknown = "There is no such job; results are kept for a while only.";

    /// <summary>Tells how far a job is.</summary>
    public static IResult Status(string id, JobStore jobs) => jobs.Find(id) is { } job ? Results.Json(JobStatus.Of(job)) : NotFound();

    /// <summary>Answers with a job's result, as often as it is asked for.</summary>
    public static async Task ResultAsync(string id, HttpContext context, JobStore jobs)
    {
        if (jobs.Find(id) is not { } job)
            await NotFound().ExecuteAsync(context);
        else if (job.EndTime is null)
            await Problems.WriteAsync(context, StatusCodes.Status409Conflict, "The job is not done yet; ask for its state first.");
        else
            await AnswerAsync(context, job);
    }

    /// <summary>Stops a job and forgets it and its files.</summary>
    public static IResult Delete(string id, JobStore jobs)
    {
        if (jobs.Find(id) is not { } job)
            return NotFound();
        jobs.Remove(job);
        return Results.NoContent();
    }

    /// <summary>Answers with what a job that ended came to.</summary>
    public static Task AnswerAsync(HttpContext context, AnalysisJob job) => job.State switch
    {
        JobState.Done => Results.File(job.ResultPath, "application/json").ExecuteAsync(context),
        JobState.Failed => Problems.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, job.Error!),
        _ => Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The analysis was stopped before its end."),
    };

    private static IResult NotFound() => Results.Problem(Unknown, statusCode: StatusCodes.Status404NotFound);
}
