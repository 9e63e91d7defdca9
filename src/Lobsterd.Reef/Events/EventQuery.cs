using System.Globalization;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Events;

/// <summary>Which events a client wants.</summary>
/// <param name="After">Those behind this number.</param>
/// <param name="Tenant">Of this tenant; null for all.</param>
/// <param name="Since">Since this moment.</param>
/// <param name="IsFollowing">Whether it stays for what comes.</param>
internal sealed record EventQuery(long After, string? Tenant, DateTimeOffset Since, bool IsFollowing)
{
    /// <summary>What a value may be.</summary>
    internal const string Rule = "after and Last-Event-ID are sequence numbers, since is a moment such as 2030-01-31T12:00:00Z, follow is true or false";

    /// <summary>Declares what <see cref="Read"/> reads.</summary>
    internal static ReefRoute Declare(ReefRoute route) => route
        .Query("after", "The number of the last event that the client has seen, or now for only what comes; without it everything that is kept.")
        .Query("since", "Only what happened since a moment (RFC 3339).")
        .Query("follow", "Whether to go on with what comes, as it does unless said otherwise.", QueryShape.Flag)
        .Streams(ReefJson.Default.EventBody);

    /// <summary>Reads it; null when a value is none.</summary>
    internal static EventQuery? Read(HttpRequest request, string? tenant)
    {
        if (AfterOf(request) is not { } after) return null;
        var since = DateTimeOffset.MinValue;
        var text = request.Query["since"].ToString();
        if (text.Length > 0 && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since)) return null;
        var follow = request.Query["follow"].ToString();
        return follow is "" or "true" or "false" ? new EventQuery(after, tenant, since, follow != "false") : null;
    }

    /// <summary>Whether an event is one of them, and the caller's to see.</summary>
    internal bool Wants(TenantEvent happened, Caller caller) =>
        happened.At >= Since && (Tenant is null || Tenant == happened.Tenant) && MaySee(caller, happened);

    private static bool MaySee(Caller caller, TenantEvent happened) =>
        happened.Tenant is { } tenant ? caller.May(ApiScopes.TenantsRead) && caller.MayTouch(tenant) : caller.May(ApiScopes.HostRead);

    private static long? AfterOf(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0) text = request.Query["after"].ToString();
        if (text.Length == 0) return 0;
        if (text == "now") return long.MaxValue;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;
    }
}
