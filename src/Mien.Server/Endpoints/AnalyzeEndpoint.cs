using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Mien.Server.Jobs;
using Mien.Server.Uploads;

namespace Mien.Server.Endpoints;

/// <summary><c>POST /v1/analyze</c>: a picture, film or sound in, its timeline of emotions out, at once or as a job.</summary>
internal static class AnalyzeEndpoint
{
    /// <summary>Serves a request.</summary>
    public static async Task HandleAsync(HttpContext context, AnalyzeQuery query, JobStore jobs, ServerOptions options, IHostApplicationLifetime lifetime)
    {
        TimeSpan wait = query.ToWait(options.Wait);
        AnalysisJob job = jobs.Prepare(query.ToOptions());
        bool isKept = false;
        try
        {
            job.TakeMedium(await UploadReceiver.ReceiveAsync(context.Request, job.ReceivingPath, context.RequestAborted));
            if (lifetime.ApplicationStopping.IsCancellationRequested || !jobs.TryAdd(job))
            {
                context.Response.Headers.RetryAfter = "10";
                await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"{options.MaxQueue} files wait for their analysis already, or the server stops; try again later.");
                return;
            }
            try
            {
                await job.Ended.WaitAsync(wait, context.RequestAborted);
            }
            catch (TimeoutException)
            {
                isKept = true;
                context.Response.Headers.Location = $"/v1/jobs/{job.Id}";
                await Results.Json(JobStatus.Of(job), statusCode: StatusCodes.Status202Accepted).ExecuteAsync(context);
                return;
            }
            await JobEndpoints.AnswerAsync(context, job);
        }
        finally
        {
            // Who has the answer, or went away, asks no more.
            if (!isKept)
                jobs.Remove(job);
        }
    }
}
