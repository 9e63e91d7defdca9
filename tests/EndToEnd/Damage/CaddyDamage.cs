using System.Text.Json.Nodes;
using Lobsterd.Host.Caddy;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>What others do to a stand's Caddy through its admin API.</summary>
internal static class CaddyDamage
{
    /// <summary>A stand's Caddy as others reach it.</summary>
    internal static CaddyAdmin AdminOf(ServiceStand stand) => new(OwnCaddy.AddressOf(stand.Paths), TimeProvider.System);

    /// <summary>Gives it the configuration that it started with, and that nobody has told anything yet: what <c>caddy reload</c> does, too.</summary>
    internal static async Task EmptyAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var bare = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(stand.Paths.Run, "caddy.json"), cancellationToken))!;
        (await AdminOf(stand).WriteAsync("POST", "/load", bare, cancellationToken)).Require();
    }
}
