using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>What lobsterd itself adds for whoever asks a sleeping tenant: all of the request's time but the machine's start and its guest's answer to the wake.</summary>
internal sealed class WakeOwnFigure : IFigure
{
    public Subject Subject { get; } = Subject.Of("wake.own-work", Machine.Null);

    public string Summary => "from a request for a sleeping tenant's URL to its first byte, without the machine's own start and its guest's answer to the wake";

    public string Unit => "ms";

    public Bar? Bar { get; } = OwnWork.Bar;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) => Sleeper.SoloAsync(
        StandMachine.Null,
        new SoloPlan(OwnWork.Samples, WarmUps: 10).At(effort),
        async (stand, token) =>
        {
            var (elapsed, wake) = await Sleeper.WakeAsync(stand, isResumedFirst: false, token);
            return OwnWork.WithoutMachineMs(elapsed, wake);
        },
        cancellationToken);
}
