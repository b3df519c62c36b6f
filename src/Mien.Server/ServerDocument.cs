using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mien.Server.Streaming;

namespace Mien.Server;

/// <summary>The OpenAPI document of the server.</summary>
internal static class ServerDocument
{
    /// <summary>Its name in its address.</summary>
    public const string Name = "v1";

    /// <summary>Fills in what the endpoints do not say themselves.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Mien";
            document.Info.Version = Name;
            document.Info.Description = "Emotion from faces and voices, on the server's own machine: uploads are deleted when they are analysed. What a face or voice shows is not what a person feels.";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            // Any content type is taken, as the content decides; declared on the endpoint, it would refuse all others.
            if (operation.OperationId == "analyze")
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Description = "The file itself, or a form with it. Films, pictures and sound of any format that FFmpeg reads.",
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/octet-stream"] = new() { Schema = Binary() },
                        ["multipart/form-data"] = new()
                        {
                            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = Binary() } },
                        },
                    },
                };
            if (operation.OperationId == StreamDocument.Operation)
                StreamDocument.Describe(operation);
            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
