using Lobsterd.Domain.Access;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Problems;

/// <summary>Who asks, as the guard in front of every path found.</summary>
public static class Peer
{
    private static readonly Caller Nobody = new("unknown", ApiScopes.None);

    /// <summary>The caller; one who may do nothing on a path that is open to everybody.</summary>
    public static Caller CallerOf(HttpContext context) => context.Features.Get<Caller>() ?? Nobody;

    /// <summary>The caller as the events name it, e.g. <c>uid 0</c>.</summary>
    public static string ActorOf(HttpContext context) => CallerOf(context).Actor;
}
