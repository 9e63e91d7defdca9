using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Trees;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Copying;

/// <summary>What is copied from where to where.</summary>
/// <param name="Tenant">Whose guest one end is.</param>
/// <param name="GuestPath">The path there.</param>
/// <param name="HostPath">The path here; <c>-</c> for a standard stream.</param>
/// <param name="IsInto">Whether it goes into the guest.</param>
internal sealed record CopyPlan(string Tenant, string GuestPath, string HostPath, bool IsInto)
{
    private const string Streams = "-";

    /// <summary>With whose rights in the guest; null for root.</summary>
    internal string? User { get; init; }

    /// <summary>Most content that is taken.</summary>
    internal long MostBytes { get; init; } = TreeLimits.UsualBytes;

    /// <summary>Whether our end is a standard stream.</summary>
    internal bool IsStream => HostPath == Streams;

    /// <summary>Whether a file's content is our result.</summary>
    internal bool IsToStream => IsStream && !IsInto;

    /// <summary>The API's path for it.</summary>
    internal string ToPath() =>
        $"{ReefPaths.Tenants}/{Tenant}/files?direction={(IsInto ? "in" : "out")}&path={Uri.EscapeDataString(GuestPath)}{(User is null ? "" : $"&user={Uri.EscapeDataString(User)}")}";

    /// <summary>Reads the two ends.</summary>
    /// <error code="usage.arguments.invalid">Not exactly one of them is a guest's.</error>
    internal static Result<CopyPlan, LobsterError> Of(string source, string target) => (GuestOf(source), GuestOf(target)) switch
    {
        (var (tenant, path), null) when path.Length > 0 => new CopyPlan(tenant, path, target, IsInto: false),
        (null, var (tenant, path)) when path.Length > 0 => new CopyPlan(tenant, path, source, IsInto: true),
        (null, null) => Refuse("neither end is in a guest"),
        ({ }, { }) => Refuse("both ends are in a guest"),
        _ => Refuse("there is no path behind the tenant's name"),
    };

    // A colon behind a slash belongs to a file here: ./a:b.
    private static (string Tenant, string Path)? GuestOf(string end)
    {
        var colon = end.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !end.AsSpan(0, colon).Contains('/') ? (end[..colon], end[(colon + 1)..]) : null;
    }

    private static LobsterError Refuse(string why) => new(UsageErrors.ArgumentsInvalid, why, "lobsterd cp SRC NAME:DST, or lobsterd cp NAME:SRC DST");
}
