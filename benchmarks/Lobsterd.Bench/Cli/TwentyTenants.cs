using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Cli;

/// <summary>The host that the command line is measured on.</summary>
internal static class TwentyTenants
{
    private const int Count = 20;
    private const int MostLooks = 200;
    private const int QuietLooks = 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    internal static Task<Result<Measurement, LobsterError>> MeasureAsync(
        Func<ServiceStand, Task<Result<Measurement, LobsterError>>> measure, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null,
            async stand =>
            {
                for (var number = 1; number <= Count; number++) _ = (await stand.Reef.SpawnAsync($"t{number}", cancellationToken)).Succeeded();
                await SettleAsync(stand, cancellationToken);
                return await measure(stand);
            },
            cancellationToken);

    // After twenty spawns the runtime compiles the service's busiest methods once more, for some seconds and on a processor that is then missing: a host that
    // has stood for a minute is past that.
    private static async Task SettleAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var pid = stand.Service!.Pid;
        var (before, quiet) = (TimeSpan.Zero, 0);
        for (var look = 0; look < MostLooks && quiet < QuietLooks; look++)
        {
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            var now = ProcessStat.Read(pid).Require().CpuTime;
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }
}
