using System.Net;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Lobsterd.Edge.Forwarding;

/// <summary>How HTTP is passed on, to guests and to the next edge: by HTTP/1.1, with nothing added, followed, unpacked or kept on the way.</summary>
internal static class PlainHttp
{
    /// <summary>What opens connections; the caller says how.</summary>
    /// <param name="maxHeaderBytes">Largest total of a response's headers.</param>
    public static SocketsHttpHandler Handler(int maxHeaderBytes) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = Math.Max(1, maxHeaderBytes / 1024),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };

    /// <summary>How the forwarder sends.</summary>
    /// <param name="activityTimeout">Longest silence.</param>
    public static ForwarderRequestConfig Request(TimeSpan activityTimeout) => new()
    {
        ActivityTimeout = activityTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
