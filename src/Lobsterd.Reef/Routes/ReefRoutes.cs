using Lobsterd.Domain.Access;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Lobsterd.Reef.Routes;

/// <summary>Where the API's paths are declared: each with the scopes that it asks for, behind the guard, and also without <c>/v1</c>.</summary>
/// <param name="endpoints">The paths of the server.</param>
/// <param name="guard">Stands in front of every handler.</param>
public sealed class ReefRoutes(IEndpointRouteBuilder endpoints, RouteGuard guard)
{
    private readonly List<ReefRoute> all = [];

    /// <summary>Every path that has been declared.</summary>
    public IReadOnlyList<ReefRoute> All => all;

    /// <summary>Declares what can be read.</summary>
    /// <param name="path">With <c>/v1</c>; parameters in braces.</param>
    /// <param name="scopes">The caller needs one of them.</param>
    /// <param name="summary">What it does, one sentence.</param>
    /// <param name="handler">Does it: a method that takes the request and the texts of the path's parameters, see <see cref="RouteHandler"/>.</param>
    public ReefRoute Get(string path, ApiScopes scopes, string summary, Delegate handler) => Scoped(HttpMethods.Get, path, scopes, summary, handler);

    /// <summary>Declares what is made or begun.</summary>
    /// <inheritdoc cref="Get"/>
    public ReefRoute Post(string path, ApiScopes scopes, string summary, Delegate handler) => Scoped(HttpMethods.Post, path, scopes, summary, handler);

    /// <summary>Declares what is set.</summary>
    /// <inheritdoc cref="Get"/>
    public ReefRoute Put(string path, ApiScopes scopes, string summary, Delegate handler) => Scoped(HttpMethods.Put, path, scopes, summary, handler);

    /// <summary>Declares what is changed in part.</summary>
    /// <inheritdoc cref="Get"/>
    public ReefRoute Patch(string path, ApiScopes scopes, string summary, Delegate handler) => Scoped(HttpMethods.Patch, path, scopes, summary, handler);

    /// <summary>Declares what is removed.</summary>
    /// <inheritdoc cref="Get"/>
    public ReefRoute Delete(string path, ApiScopes scopes, string summary, Delegate handler) => Scoped(HttpMethods.Delete, path, scopes, summary, handler);

    /// <summary>Declares what anybody may read, known or not.</summary>
    /// <inheritdoc cref="Get"/>
    public ReefRoute GetPublic(string path, string summary, Delegate handler) => Add(HttpMethods.Get, path, ApiScopes.None, summary, handler);

    private ReefRoute Scoped(string method, string path, ApiScopes scopes, string summary, Delegate handler) =>
        scopes == ApiScopes.None
            ? throw new ArgumentException($"{method} {path} names no scope; what anybody may read is declared by {nameof(GetPublic)}", nameof(scopes))
            : Add(method, path, scopes, summary, handler);

    private ReefRoute Add(string method, string path, ApiScopes scopes, string summary, Delegate handler)
    {
        if (!path.StartsWith(ReefPaths.Version1 + "/", StringComparison.Ordinal)) throw new ArgumentException($"{path} does not start with {ReefPaths.Version1}", nameof(path));
        var route = new ReefRoute(method, path, scopes, summary);
        var handle = RouteHandler.Of(handler, RoutePatternFactory.Parse(path));

        Task GuardedAsync(HttpContext context) => guard.RunAsync(route, handle, context);
        foreach (var place in new[] { path, path[ReefPaths.Version1.Length..] })
            _ = endpoints.MapMethods(place, [method], (RequestDelegate)GuardedAsync).WithMetadata(route);
        all.Add(route);
        return route;
    }
}
