using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>What of a request changes on its way to a guest: only the headers that tell who the client is. The Host header and the target
/// stay as the client wrote them.</summary>
internal sealed class TenantTransformer : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        ForwardedHeaders.Write(httpContext, proxyRequest.Headers);
        WrittenTarget.Keep(httpContext, proxyRequest, destinationPrefix);
    }
}
