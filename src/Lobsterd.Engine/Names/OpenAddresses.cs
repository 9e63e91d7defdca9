using System.Net;

namespace Lobsterd.Engine.Names;

/// <summary>How many addresses are open for each tenant by their names. Begun anew with the service: what an earlier one has opened is not counted, and closes by itself.</summary>
/// <param name="most">Most of one tenant.</param>
/// <param name="clock">Tells what has closed.</param>
public sealed class OpenAddresses(int most, TimeProvider clock)
{
    private readonly Dictionary<Guid, Dictionary<IPAddress, DateTimeOffset>> tenants = [];

    /// <summary>Notes addresses as open; false, and nothing noted, when that would be too many.</summary>
    public bool TryNote(Guid tenant, IReadOnlyList<IPAddress> addresses, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        if (!tenants.TryGetValue(tenant, out var open))
        {
            // Tenants come and go: whoever has nothing open is not kept.
            foreach (var gone in tenants.Where(one => one.Value.Values.All(until => until <= now)).Select(one => one.Key).ToList()) _ = tenants.Remove(gone);
            tenants[tenant] = open = [];
        }

        if (addresses.Count(address => !open.ContainsKey(address)) + open.Count > most)
            foreach (var closed in open.Where(one => one.Value <= now).Select(one => one.Key).ToList()) _ = open.Remove(closed);
        if (addresses.Count(address => !open.ContainsKey(address)) + open.Count > most) return false;
        foreach (var address in addresses) open[address] = now + lifetime;
        return true;
    }
}
