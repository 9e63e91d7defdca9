using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Cli;

/// <summary>The host that the command line is measured on.</summary>
internal static class TwentyTenants
{
    private const int Count = 20;

    internal static Task<Result<Measurement, LobsterError>> MeasureAsync(
        Func<ServiceStand, Task<Result<Measurement, LobsterError>>> measure, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null,
            async stand =>
            {
                for (var number = 1; number <= Count; number++) _ = (await stand.Reef.SpawnAsync($"t{number}", cancellationToken)).Succeeded();
                return await measure(stand);
            },
            cancellationToken);
}
