using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Reef.Access;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Reef.Routes;

/// <summary>Stands in front of every path: who asks, whether they may, whether the request is one that the path takes. What breaks behind it becomes a problem.</summary>
public sealed class RouteGuard(Doorkeeper doorkeeper, CorsRules cors, TenantTags tags, ILogger<RouteGuard> logger)
{
    /// <summary>Lets a request through, or answers why not.</summary>
    /// <error code="access.scope.missing">The caller lacks the scope.</error>
    /// <error code="access.tenant.refused">The caller's token is for other tenants.</error>
    /// <error code="request.parameter.unknown">The path takes no such query parameter.</error>
    /// <error code="request.parameter.invalid">A parameter or a header has no usable value.</error>
    /// <error code="request.match.failed">The tenant has changed since the client read it.</error>
    /// <error code="request.handler.broken">A bug.</error>
    public async Task RunAsync(ReefRoute route, RequestDelegate handle, HttpContext context)
    {
        _ = cors.Allow(context);
        if (Refuse(route, context) is { } refused)
        {
            await ProblemMapping.WriteAsync(context, refused);
            return;
        }

        try
        {
            await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await ProblemMapping.WriteAsync(context, RequestBody.ErrorOf(exception, RequestErrors.ParameterInvalid));
        }
#pragma warning disable CA1031 // A root: a bug in one answer is that answer's failure, not the connection's.
        catch (Exception exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            RouteLog.Broken(logger, route.ToString(), exception);
            context.Response.Clear();
            await ProblemMapping.WriteAsync(context, new LobsterError(RequestErrors.Broken, $"{route} broke: {exception.GetType().Name}", "the service's log has it"));
        }
    }

    private LobsterError? Refuse(ReefRoute route, HttpContext context)
    {
        if (!route.IsPublic)
        {
            if (doorkeeper.Identify(context).TryGetError(out var unknown, out var caller)) return unknown;
            if (!caller.May(route.Scopes)) return Lacking(route, caller);
            if (route.IsOfTenant && context.GetRouteValue("name") is string tenant && !caller.MayTouch(tenant))
                return new LobsterError(AccessErrors.TenantRefused, $"{caller.Actor} is for tenants {caller.Tenants}");
            context.Features.Set(caller);
        }

        if (RefuseParameters(route, context.Request) is { } invalid) return invalid;
        return route.IsOfTenant && !HttpMethods.IsGet(route.Method) && context.GetRouteValue("name") is string name && !tags.IsMatchedBy(context.Request, name)
            ? new LobsterError(RequestErrors.MatchFailed, $"tenant {name} is no longer as If-Match names it", "read it again, then decide")
            : null;
    }

    private static LobsterError? RefuseParameters(ReefRoute route, HttpRequest request)
    {
        if (route.TakesKey && !IdempotencyKey.IsGood(request))
            return new LobsterError(RequestErrors.ParameterInvalid, "Idempotency-Key is 1 to 128 visible ASCII characters");
        if (!request.QueryString.HasValue) return null;
        foreach (var (name, values) in request.Query)
        {
            var known = route.Parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (known is null)
            {
                return new LobsterError(
                    RequestErrors.ParameterUnknown,
                    $"{route} takes no parameter '{PlainText.Of(name, 64)}'",
                    route.Parameters.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", route.Parameters.Select(parameter => parameter.Name))}");
            }

            if (values.Count > 1 && !known.IsRepeated) return new LobsterError(RequestErrors.ParameterInvalid, $"{name} is given more than once");
            if (values.Select(known.WhyNot).FirstOrDefault(why => why is not null) is { } why) return new LobsterError(RequestErrors.ParameterInvalid, why);
        }

        return null;
    }

    private static LobsterError Lacking(ReefRoute route, Caller caller) => new(
        AccessErrors.ScopeMissing,
        $"{route} asks for {string.Join(" or ", ScopeNames.Of(route.Scopes))}; {caller.Actor} has {(caller.Scopes == ApiScopes.None ? "nothing" : string.Join(", ", ScopeNames.Of(caller.Scopes)))}",
        "lobsterd tokens create makes a token with other scopes; reef.socketScopes gives them to users of the socket");
}
