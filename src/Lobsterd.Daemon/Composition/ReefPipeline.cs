namespace Lobsterd.Daemon.Composition;

/// <summary>The way of a request through the API, for doors beside the service's own.</summary>
internal sealed class ReefPipeline
{
    private RequestDelegate? whole;

    /// <summary>Remembers everything that comes behind it in the service's pipeline.</summary>
    internal RequestDelegate Keep(RequestDelegate next)
    {
        whole = next;
        return next;
    }

    /// <summary>Answers a request; the service has started by then.</summary>
    internal Task RunAsync(HttpContext context) => whole!(context);
}
