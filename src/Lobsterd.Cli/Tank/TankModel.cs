using System.Collections.Immutable;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Tank;

/// <summary>All that the screen is drawn from.</summary>
internal sealed record TankModel
{
    /// <summary>What rows can be sorted by, in the order in which the key goes through them.</summary>
    internal static readonly ImmutableArray<string> Sorts = ["name", "state", "cpu", "memory", "network", "requests"];

    /// <summary>Every tenant, by name.</summary>
    internal ImmutableArray<TankRow> Rows { get; init; } = [];

    /// <summary>What the screen shows.</summary>
    internal TankMode Mode { get; init; }

    /// <summary>The selected tenant's name; it stays selected when the order changes.</summary>
    internal string? Selected { get; init; }

    /// <summary>Index into <see cref="Sorts"/>.</summary>
    internal int Sort { get; init; }

    /// <summary>Only tenants with this in their name, state, image or URL.</summary>
    internal string Filter { get; init; } = "";

    /// <summary>One line for the person: what an act came to, or why nothing is fresh.</summary>
    internal string Note { get; init; } = "";

    /// <summary>Whether the note is of something that failed.</summary>
    internal bool IsBad { get; init; }

    /// <summary>The selected tenant's checks, as far as they have been asked for.</summary>
    internal IReadOnlyList<CheckBody> Checks { get; init; } = [];

    /// <summary>Why the selected tenant is as it is; null until that is known.</summary>
    internal WhyBody? Why { get; init; }

    /// <summary>The selected tenant's last events, oldest first.</summary>
    internal ImmutableArray<EventBody> Events { get; init; } = [];

    /// <summary>The selected tenant's last lines, oldest first.</summary>
    internal ImmutableArray<LogBody> Lines { get; init; } = [];

    /// <summary>The tenants as they are shown.</summary>
    internal ImmutableArray<TankRow> Shown
    {
        get
        {
            var wanted = Filter.Length == 0 ? Rows : [.. Rows.Where(row => Matches(row.Usage.Tenant))];
            return Sorts[Sort] switch
            {
                "state" => [.. wanted.OrderBy(row => row.Usage.Tenant.State == "running").ThenBy(row => row.Usage.Tenant.State, StringComparer.Ordinal)],
                "cpu" => [.. wanted.OrderByDescending(row => row.Cpu ?? 0)],
                "memory" => [.. wanted.OrderByDescending(row => row.Usage.Stats.MemoryBytes ?? 0)],
                "network" => [.. wanted.OrderByDescending(row => (row.Received ?? 0) + (row.Sent ?? 0))],
                "requests" => [.. wanted.OrderByDescending(row => row.Requests ?? 0)],
                _ => wanted,
            };
        }
    }

    /// <summary>The selected row; the first one where none is.</summary>
    internal TankRow? Current => Shown is { Length: > 0 } shown ? shown.FirstOrDefault(row => row.Name == Selected) ?? shown[0] : null;

    /// <summary>With the next reading.</summary>
    internal TankModel With(UsageList list)
    {
        var before = Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        return this with { Rows = [.. list.Tenants.Select(usage => TankRow.Of(usage, before.GetValueOrDefault(usage.Tenant.Name)))] };
    }

    /// <summary>With another row selected.</summary>
    /// <param name="by">How many rows further down.</param>
    internal TankModel Move(int by)
    {
        var shown = Shown;
        if (shown.Length == 0) return this;
        var at = Current is { } current ? shown.IndexOf(current) : 0;
        return this with { Selected = shown[(int)Math.Clamp((long)at + by, 0, shown.Length - 1)].Name };
    }

    private bool Matches(TenantBody tenant) =>
        new[] { tenant.Name, tenant.State, tenant.Image, tenant.Url }.Any(text => text.Contains(Filter, StringComparison.OrdinalIgnoreCase));
}
