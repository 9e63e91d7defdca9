using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Walls;

/// <summary>Whether a tenant's packets are slower on a host of many tenants.</summary>
/// <param name="name">The figure's.</param>
/// <param name="firewall">What keeps the wall.</param>
/// <param name="bar">Most times as slow; null: it is told, and promised nothing.</param>
internal sealed class PacketCrowdFigure(string name, string firewall, double? bar) : IFigure
{
    private const int Many = 500;
    private const int Trips = 2_000;

    public Subject Subject { get; } = Subject.Of(name, Machine.Null);

    public string Summary => $"{Trips:N0} datagrams of one tenant out and back through the wall ({firewall}) with {Many} TAPs up, against with one";

    public string Unit => "ms";

    public Bar? Bar { get; } = bar is { } most ? Bar.AtMost(Statistic.Ratio, most) : null;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        PacketHost.Create(firewall, count: 1).Bind(async one =>
        {
            using (one)
                return await PacketHost.Create(firewall, Many).Bind(async many =>
                {
                    using (many)
                        return await PairedRun.TakeAsync(
                            new PairPlan { MostPairs = 20, WarmUps = 2 }.At(effort),
                            _ => Task.FromResult(one.RoundTripsMs(Trips)),
                            _ => Task.FromResult(many.RoundTripsMs(Trips)),
                            cancellationToken).Map(Measurement.Of);
                });
        });

    /// <summary>With the wall in nftables.</summary>
    internal static PacketCrowdFigure Nftables() => new("wall.packets", NetworkConfig.Nftables, bar: 1.1);

    /// <summary>With the wall in iptables, whose rules are gone through one by one.</summary>
    internal static PacketCrowdFigure Iptables() => new("wall.packets-iptables", NetworkConfig.Iptables, bar: null);
}
