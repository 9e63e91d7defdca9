using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Cli.Service;

/// <summary>Makes a service answer on the root's socket: through systemd where that is in charge, else detached.</summary>
internal sealed class ServiceStarter(LobsterdPaths paths, IServiceRunner runner, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    /// <summary>The starter of this host.</summary>
    internal static ServiceStarter OfHost(LobsterdPaths paths, TimeProvider clock) => OfHost(paths, ServiceProgram.Of(paths.Root), clock);

    /// <summary>The starter of this host, of a certain program.</summary>
    internal static ServiceStarter OfHost(LobsterdPaths paths, ServiceProgram program, TimeProvider clock)
    {
        IServiceRunner runner = SystemdService.IsInCharge()
            ? new SystemdService(new ServiceUnit(paths.Instance.Name, program), new ProgramRunner(clock))
            : new DetachedService(program, new ServiceLog(paths));
        return new ServiceStarter(paths, new RootOnly(runner), clock);
    }

    /// <summary>Starts a service and waits until it answers. Of several starters at the same time one wins; the others wait for its service.</summary>
    /// <error code="service.start.failed">It did not start; the message says why.</error>
    /// <error code="service.wait.timeout">It does not answer.</error>
    internal async Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var started = await runner.StartAsync(either.Token);
            if (started.TryGetError(out var error) && error.Code != ServiceErrors.StartHeld) return error;

            // A root that is held has another starter's service, which is about to answer.
            return await AnswersAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(ServiceErrors.TimedOut, $"the service did not answer within {Patience.TotalSeconds:0} s", "lobsterd service status");
        }
    }

    /// <summary>Waits until a service answers.</summary>
    private async Task<UnitResult<LobsterError>> AnswersAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(Period, clock);
        while (true)
        {
            if (!(await ReefSocket.ConnectAsync(paths.ServiceSocket, isBrief: true, cancellationToken)).TryGetError(out var error, out var socket))
            {
                socket.Dispose();
                return UnitResult.Success<LobsterError>();
            }

            if (error.Code != ClientErrors.Silent) return error;
            _ = await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Takes away what starting it left on the host beside the root.</summary>
    /// <error code="service.remove.failed">Something stayed.</error>
    internal Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken) => runner.RemoveAsync(cancellationToken);
}
