using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Lobsterd.Reef.Document;

/// <summary><c>/v1/reference</c>: the API's description as a page to read and to try it on, open to everybody as the document is.</summary>
/// <remarks>Scalar by its package, which has the whole of it built in. What it would fetch or tell elsewhere is switched off, and the browser is told to refuse the rest:
/// whoever pastes a token there can rely on it that it goes to this host and to no other.</remarks>
public static class ReferencePage
{
    private const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the page and its script.</summary>
    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapScalarApiReference(ReefPaths.Reference, options => options
            .WithTitle("lobsterd reef API")
            .WithOpenApiRoutePattern(ReefPaths.Document)
            .DisableAgent()
            .DisableMcp()
            .DisableTelemetry()
            .DisableDefaultFonts()
            .HideClientButton())
        .Add(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers["Referrer-Policy"] = "no-referrer";
                return answer(context);
            };
        });
}
