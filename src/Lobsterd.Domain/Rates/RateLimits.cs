using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Rates;

/// <summary>How much of the host's network and disks a tenant may use.</summary>
/// <param name="Receive">What its guest may receive; bytes alone. Null for as much as comes.</param>
/// <param name="Send">What its guest may send; bytes alone.</param>
/// <param name="Disk">What it may read and write on its own disk, together.</param>
public sealed record RateLimits(RateLimit? Receive = null, RateLimit? Send = null, RateLimit? Disk = null)
{
    /// <summary>Whether it bounds anything.</summary>
    public static bool IsAny(RateLimits? limits) => limits is not (null or { Receive: null, Send: null, Disk: null });

    /// <summary>Reads what was asked for.</summary>
    /// <param name="receive">As <see cref="RateLimit.Parse"/> reads it, or null or <see cref="RateLimit.None"/> for no limit.</param>
    /// <param name="send">Likewise.</param>
    /// <param name="disk">Likewise.</param>
    /// <returns>Null where nothing is bounded.</returns>
    /// <error code="tenant.spec.invalid">One is no rate.</error>
    public static Result<RateLimits?, LobsterError> Read(string? receive, string? send, string? disk)
    {
        if (One(receive, countsOperations: false).TryGetError(out var error, out var receives)) return error;
        if (One(send, countsOperations: false).TryGetError(out error, out var sends)) return error;
        if (One(disk, countsOperations: true).TryGetError(out error, out var disks)) return error;
        var limits = new RateLimits(receives, sends, disks);
        return IsAny(limits) ? limits : null;
    }

    private static Result<RateLimit?, LobsterError> One(string? text, bool countsOperations) =>
        text is null or RateLimit.None ? (RateLimit?)null : RateLimit.Parse(text, countsOperations).Map(RateLimit? (limit) => limit);
}
