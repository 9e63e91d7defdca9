using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>How much memory twenty idle tenants of one template share.</summary>
/// <param name="Whole">Proportional memory of all their VMMs, in as many of one that was booted cold.</param>
/// <param name="Private">The pages of guest memory that the middle one has for itself, in all that it has.</param>
internal sealed record TemplateMemoryRun(SampleSet Whole, SampleSet Private)
{
    private const int Tenants = 20;

    /// <summary>The figures that are read from one such host.</summary>
    internal static IReadOnlyList<IFigure> Figures()
    {
        var run = new SharedRun<TemplateMemoryRun>(TakeAsync);
        return
        [
            new SharedFigure<TemplateMemoryRun>(run, memory => Measurement.Of(memory.Whole))
            {
                Subject = Subject.Of("memory.shared", Machine.Qemu),
                Summary = $"proportional memory of {Tenants} idle tenants of one template, in as many of one that was booted cold",
                Unit = "",
                Bar = Bar.AtMost(Statistic.P50, 0.4),
            },
            new SharedFigure<TemplateMemoryRun>(run, memory => Measurement.Of(memory.Private))
            {
                Subject = Subject.Of("memory.private", Machine.Qemu),
                Summary = $"the pages of guest memory that an idle tenant of a template has for itself, in all that it has; the middle one of {Tenants}",
                Unit = "",
                Bar = Bar.AtMost(Statistic.P50, 0.1),
            },
        ];
    }

    private static Task<Result<TemplateMemoryRun, LobsterError>> TakeAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
        StandMachine.Qemu,
        async stand =>
        {
            progress.Report($"  spawning {Tenants} tenants");
            var tenants = new List<TenantBody>();
            for (var number = 1; number <= Tenants; number++) tenants.Add(await AnsweringAsync(stand, $"t{number}", cancellationToken));
            var own = new SampleSet(tenants.Select(PrivatePart)).Percentile(50);
            var whole = await WholeAsync(tenants, cancellationToken);
            return Result.Success<TemplateMemoryRun, LobsterError>(new TemplateMemoryRun(new SampleSet([whole]), new SampleSet([own])));
        },
        cancellationToken,
        ofTemplate: true);

    private static async Task<double> WholeAsync(IReadOnlyList<TenantBody> tenants, CancellationToken cancellationToken)
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

    private static int PidOf(TenantBody tenant) => tenant.Pid ?? throw new InvalidOperationException($"{tenant.Name} has no VMM");
}
