using Lobsterd.Domain.Config;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Access;

/// <summary>Lets pages of configured origins call the API from a browser; without any, no page of another origin can.</summary>
public sealed class CorsRules(LobsterdConfig config)
{
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";
    private const string Headers = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer";

    private readonly HashSet<string> origins = [.. config.Reef.CorsOrigins];

    /// <summary>Tells a browser what it may do with the answer.</summary>
    /// <returns>Whether the request came from a page that may call.</returns>
    internal bool Allow(HttpContext context)
    {
        if (origins.Count == 0) return false;
        context.Response.Headers.Append("Vary", "Origin");
        var origin = context.Request.Headers.Origin.ToString();
        if (!origins.Contains(origin)) return false;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = "ETag, Location, Retry-After, Preference-Applied";
        return true;
    }

    /// <summary>Answers a browser that asks before it calls.</summary>
    /// <returns>Whether it was such a question, from a page that may.</returns>
    internal bool AnswerPreflight(HttpContext context)
    {
        if (!HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers.AccessControlRequestMethod.Count == 0 || !Allow(context)) return false;
        context.Response.Headers.AccessControlAllowMethods = Methods;
        context.Response.Headers.AccessControlAllowHeaders = Headers;
        context.Response.Headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
