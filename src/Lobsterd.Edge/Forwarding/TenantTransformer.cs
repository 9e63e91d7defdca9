using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>What of a request changes on its way to a guest: only the headers that tell who the client is. The Host header and the target
/// stay as the client wrote them.</summary>
internal sealed class TenantTransformer : HttpTransformer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        ForwardedHeaders.Write(httpContext, proxyRequest.Headers);

        // A decoded and encoded path is not always the path that was asked for (%2F, %7E, dots). The server has checked that the target
        // is ASCII without blanks; forms other than a path (as in OPTIONS *) are left to the forwarder.
        var target = httpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget;
        if (target is ['/', ..] && Uri.TryCreate(destinationPrefix + target, AsWritten, out var uri)) proxyRequest.RequestUri = uri;
    }
}
