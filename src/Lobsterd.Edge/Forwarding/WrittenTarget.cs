using Microsoft.AspNetCore.Http.Features;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Keeps a request's target as its client wrote it: a decoded and encoded path is not always the path that was asked for (%2F, %7E, dots).</summary>
internal static class WrittenTarget
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Writes it over what the forwarder made of it. The server has checked that the target is ASCII without blanks; forms other than a path
    /// (as in OPTIONS *) are left to the forwarder.</summary>
    /// <param name="context">The request as it came.</param>
    /// <param name="request">The request as it goes on.</param>
    /// <param name="prefix">Scheme, address and port that it goes to.</param>
    public static void Keep(HttpContext context, HttpRequestMessage request, string prefix)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is ['/', ..] && Uri.TryCreate(prefix + target, AsWritten, out var uri)) request.RequestUri = uri;
    }
}
