using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>What the edge tells of a wanted tenant, in the domain's words. The edge is bound to cut what a client sent; that it did is not
/// taken for granted.</summary>
internal static class EdgeWakes
{
    /// <summary>Reads one.</summary>
    /// <error code="tenant.name.invalid">It names no tenant.</error>
    public static Result<WakeAsked, LobsterError> Read(EdgeEvent.WakeWanted wanted) =>
        TenantName.Parse(wanted.Tenant).Map(tenant => new WakeAsked(
            tenant, wanted.HostPort is null ? WakeCause.Request : WakeCause.Connection, At(wanted.AtMs))
        {
            Host = Cut(wanted.Host, EdgeLimits.MaxHostLength),
            Request = Cut(wanted.Request, EdgeLimits.MaxRequestLength),
            HostPort = wanted.HostPort,
            Peer = Cut(wanted.Peer, EdgeLimits.MaxPeerLength),
        });

    private static DateTimeOffset At(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static string? Cut(string? text, int most) =>
        text is null ? null : string.Concat(text.Take(most).Select(sign => char.IsControl(sign) || char.IsSurrogate(sign) ? '?' : sign));
}
