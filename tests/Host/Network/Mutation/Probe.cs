using System.Globalization;
using System.Text.Json.Nodes;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A table beside the wall that writes down how far each packet of a volley came. It judges nothing.</summary>
/// <remarks>A frame that is written to a TAP goes through all hooks before the write returns, so what is read behind a volley is whole; nothing has to be waited for. Packets of a
/// volley are known by their differentiated services; what kernels answer to them has others.</remarks>
internal sealed class Probe : IDisposable
{
    /// <summary>The differentiated services of what guests send in a volley, with the congestion bits.</summary>
    internal const byte Service = 10 << 2;

    /// <summary>The same of what the world sends: some answers of a kernel have the services of what they answer.</summary>
    internal const byte WorldService = 12 << 2;

    /// <summary>The same of what the host's users send.</summary>
    internal const byte UserService = 14 << 2;

    private const string Table = "probe";

    private static readonly (string Set, string Hook, string Match, string Key)[] Sets =
    [
        // Behind connection tracking: what the wall's first chain let in, and in which zone.
        ("let-in", "prerouting", "iifname \"lob*\" ip dscp 10", "iifname . ip id"),
        ("let-in-zone", "prerouting", "iifname \"lob*\" ip dscp 10", "iifname . ip id . ct zone"),
        ("let-in-6", "prerouting", "iifname \"lob*\" ip6 dscp 10 meta l4proto { tcp, udp }", "iifname . th dport"),
        ("let-in-zone-6", "prerouting", "iifname \"lob*\" ip6 dscp 10 meta l4proto { tcp, udp }", "iifname . th dport . ct zone"),
        ("let-in-6-echo", "prerouting", "iifname \"lob*\" ip6 dscp 10 icmpv6 type echo-request", "iifname . icmpv6 id"),
        ("to-host", "input", "iifname \"lob*\" ip dscp 10", "iifname . ip id"),
        ("to-host-as", "input", "iifname \"lob*\" ip dscp 10", "iifname . ip id . ct mark"),
        ("to-host-6", "input", "iifname \"lob*\" ip6 dscp 10 meta l4proto { tcp, udp }", "iifname . th dport"),
        ("to-host-6-echo", "input", "iifname \"lob*\" ip6 dscp 10 icmpv6 type echo-request", "iifname . icmpv6 id"),
        ("forwarded", "forward", "iifname \"lob*\" ip dscp 10", "iifname . oifname . ip id"),
        ("forwarded-in", "forward", "iifname \"wan0\" ip dscp 12", "iifname . oifname . ip id"),
        ("forwarded-6", "forward", "iifname \"lob*\" ip6 dscp 10 meta l4proto { tcp, udp }", "iifname . oifname . th dport"),
        ("forwarded-in-6", "forward", "iifname \"wan0\" ip6 dscp 10 meta l4proto { tcp, udp }", "iifname . oifname . th dport"),
        ("world-to-host-6", "input", "iifname \"wan0\" ip6 dscp 10 meta l4proto { tcp, udp }", "th dport"),
        ("to-world-6", "output", "oifname \"wan0\" ip6 dscp 14 meta l4proto tcp", "tcp sport . ct mark"),
        ("passed-on-as", "postrouting", "oifname \"lob*\" ip dscp 10", "oifname . ip saddr . ip id"),
        ("went-out-as", "postrouting", "oifname \"wan0\" ip dscp 10", "ip saddr . ip id . ct mark"),
        ("passed-by-as", "postrouting", "oifname \"wan0\" ip dscp 12", "ip saddr . ip id"),
        ("world-to-host", "input", "iifname \"wan0\" ip dscp 12", "ip id"),
        ("to-world", "output", "oifname \"wan0\" ip dscp 14 meta l4proto tcp", "tcp sport . ct mark"),
        ("to-guest", "output", "oifname \"lob*\" ip dscp 14 meta l4proto tcp", "oifname . tcp sport . ct mark"),
        ("to-guest-zone", "output", "oifname \"lob*\" ip dscp 14 meta l4proto tcp", "oifname . tcp sport . ct zone"),
        ("to-guest-6", "output", "oifname \"lob*\" ip6 dscp 14 meta l4proto tcp", "oifname . tcp sport . ct mark"),
        ("to-guest-6-zone", "output", "oifname \"lob*\" ip6 dscp 14 meta l4proto tcp", "oifname . tcp sport . ct zone"),
        ("told-to-guest", "output", "oifname \"lob*\" meta l4proto icmp", "oifname . icmp type"),
    ];

    // Each behind the wall's chain at its hook.
    private static readonly (string Hook, int Priority)[] Hooks = [("prerouting", -150), ("input", 10), ("forward", 10), ("output", 10), ("postrouting", 300)];

    private readonly NftContext nftables = NftContext.Open().Succeed();

    internal Probe()
    {
        Forget();
        nftables.Run(string.Concat(
        [
            $"add table inet {Table}\n",
            .. Sets.Select(set => $"add set inet {Table} {set.Set} {{ typeof {set.Key}; size 65535; flags dynamic; }}\n"),
            .. Hooks.Select(hook => string.Create(CultureInfo.InvariantCulture, $"add chain inet {Table} {hook.Hook} {{ type filter hook {hook.Hook} priority {hook.Priority}; }}\n")),
            .. Sets.Select(set => $"add rule inet {Table} {set.Hook} {set.Match} add @{set.Set} {{ {set.Key} }}\n"),
        ])).Succeed();
    }

    /// <summary>What came how far since the last reading, a line each, sorted.</summary>
    /// <param name="nameOf">Names a packet of the volley by the number that it carries; null: it is none of this volley's.</param>
    internal IReadOnlyList<string> Take(Func<string, int, string?> nameOf)
    {
        var told = new SortedSet<string>(StringComparer.Ordinal);
        var objects = JsonNode.Parse(nftables.Read($"list table inet {Table}").Succeed())!["nftables"]!.AsArray();
        foreach (var set in objects.Select(one => one!["set"]).Where(set => set?["elem"] is not null))
            foreach (var element in set!["elem"]!.AsArray())
                if (Line(set["name"]!.GetValue<string>(), KeyOf(element!), nameOf) is { } line) _ = told.Add(line);
        nftables.Run(string.Concat(Sets.Select(set => $"flush set inet {Table} {set.Set}\n"))).Succeed();
        return [.. told];
    }

    public void Dispose()
    {
        Forget();
        nftables.Dispose();
    }

    private void Forget() => nftables.Run($"add table inet {Table}\ndelete table inet {Table}\n").Succeed();

    private static JsonArray KeyOf(JsonNode element)
    {
        var value = element is JsonObject wrapped && wrapped["elem"] is { } inner ? inner["val"]! : element;
        return value is JsonObject joined ? joined["concat"]!.AsArray() : new JsonArray(value.DeepClone());
    }

    private static string? Line(string set, JsonArray key, Func<string, int, string?> nameOf)
    {
        var numbered = Array.FindIndex(Array.Find(Sets, one => one.Set == set).Key.Split(" . "), part => part is "ip id" or "th dport" or "tcp sport" or "icmpv6 id");
        if (numbered < 0) return $"{set}: {string.Join(", ", key)}";
        if (nameOf(set, key[numbered]!.GetValue<int>()) is not { } name) return null;
        return $"{set}: {string.Join(", ", key.Select((part, at) => at == numbered ? name : part!.ToString()))}";
    }
}
