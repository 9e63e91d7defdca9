using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>How much memory tenants of one template share.</summary>
internal sealed class SharedMemoryFigure : IFigure
{
    private const int Tenants = 20;

    private readonly Func<ServiceStand, IReadOnlyList<TenantBody>, CancellationToken, Task<double>> take;

    private SharedMemoryFigure(string name, string summary, double bar, Func<ServiceStand, IReadOnlyList<TenantBody>, CancellationToken, Task<double>> take)
    {
        Subject = Subject.Of(name, Machine.Qemu);
        Summary = summary;
        Bar = Runner.Figures.Bar.AtMost(Statistic.P50, bar);
        this.take = take;
    }

    public Subject Subject { get; }

    public string Summary { get; }

    public string Unit => "";

    public Bar? Bar { get; }

    /// <summary>All memory of their VMMs, against one that has booted by itself.</summary>
    internal static SharedMemoryFigure Whole() => new("memory.shared",
        $"proportional memory of {Tenants} idle tenants of one template, in as many of one that was booted cold", bar: 0.4, WholeAsync);

    /// <summary>What each has changed of the template's memory.</summary>
    internal static SharedMemoryFigure Private() => new("memory.private",
        $"the pages of guest memory that an idle tenant of a template has for itself, in all that it has; the middle one of {Tenants}", bar: 0.1,
        (_, tenants, _) => Task.FromResult(Middle([.. tenants.Select(PrivatePart)])));

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
        StandMachine.Qemu,
        async stand =>
        {
            progress.Report($"  spawning {Tenants} tenants");
            var tenants = new List<TenantBody>();
            for (var number = 1; number <= Tenants; number++) tenants.Add(await AnsweringAsync(stand, $"t{number}", cancellationToken));
            return await SoloRun.TakeAsync(
                new SoloPlan(Samples: 1, WarmUps: 0), BenchStand.Sample(token => take(stand, tenants, token)), cancellationToken).Map(Measurement.Of);
        },
        cancellationToken,
        ofTemplate: true);

    private static async Task<double> WholeAsync(ServiceStand stand, IReadOnlyList<TenantBody> tenants, CancellationToken cancellationToken)
    {
        var shared = ProcessCost.ProportionalBytes([.. tenants.Select(PidOf)]);
        // One that no template fits, so it boots, in the same memory.
        await using var other = await ServiceStand.ReadyAsync(BenchStand.Options(StandMachine.Qemu), cancellationToken);
        var cold = await AnsweringAsync(other, "cold", cancellationToken);
        return shared / (Tenants * ProcessCost.ProportionalBytes([PidOf(cold)]));
    }

    private static async Task<TenantBody> AnsweringAsync(ServiceStand stand, string name, CancellationToken cancellationToken)
    {
        var tenant = (await stand.Reef.SpawnAsync(name, cancellationToken)).Tenant;
        _ = await stand.Web.GetStringAsync(tenant.Url, cancellationToken);
        return tenant;
    }

    // Guest memory is the largest of a VMM's mappings; what it has written of a private one is anonymous.
    private static double PrivatePart(TenantBody tenant)
    {
        var (largest, changed, current) = (0L, 0L, 0L);
        foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{PidOf(tenant)}/smaps")))
        {
            if (line.StartsWith("Size:", StringComparison.Ordinal)) current = ProcessCost.Kib(line);
            else if (line.StartsWith("Anonymous:", StringComparison.Ordinal) && current > largest) (largest, changed) = (current, ProcessCost.Kib(line));
        }

        if (largest != tenant.MemoryMib * 1_024L) throw new InvalidOperationException($"the largest mapping of {tenant.Name}'s VMM has {largest} KiB, its guest {tenant.MemoryMib} MiB");
        return (double)changed / largest;
    }

    private static double Middle(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static int PidOf(TenantBody tenant) => tenant.Pid ?? throw new InvalidOperationException($"{tenant.Name} has no VMM");
}
