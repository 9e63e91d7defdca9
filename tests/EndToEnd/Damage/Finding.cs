using Lobsterd.Protocol.Reef;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>What a molt must find of a damage, and do about it.</summary>
/// <param name="What">The damage, in words.</param>
/// <param name="Party">Whose check fails; null for what all share.</param>
/// <param name="Check">The one check that fails.</param>
/// <param name="Repairs">What repairs it, in order.</param>
internal sealed record Finding(string What, string? Party, string Check, params string[] Repairs)
{
    /// <summary>What the evidence must say.</summary>
    internal string Evidence { get; init; } = "";

    /// <summary>Which differences of the host may stay behind, as <see cref="Standin.Stand.HostPicture.DifferencesFrom"/> words them.</summary>
    internal Func<string, bool> MayLeave { get; init; } = _ => false;

    /// <summary>The party's part of a report.</summary>
    internal MoltPartyBody PartyIn(MoltReportBody report) => report.Parties.Single(party => party.Tenant == Party);
}
