using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Service;

/// <summary>Stops the service; tenants, edge and Caddy run on.</summary>
internal sealed class ServiceStop(ReefClient client, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks it to stop and waits until its process is gone.</summary>
    /// <returns>Whether there was one.</returns>
    /// <error code="service.wait.timeout">It is still there.</error>
    internal async Task<Result<bool, LobsterError>> RunAsync(CancellationToken cancellationToken)
    {
        var asked = await client.AskAsync(new ReefRequest("GET", ReefPaths.Version), cancellationToken);
        if (asked.TryGetError(out var error, out var exchange)) return error.Code == ClientErrors.Silent ? false : error;
        using var answer = exchange;
        if ((await exchange.ReadAllAsync(1 << 20, cancellationToken)).Bind(bytes => ReefClient.Parse(ReefPaths.Version, bytes, ReefJson.Default.VersionBody))
            .TryGetError(out var unread, out var version)) return unread;

        // Held before it is asked: afterwards the pid may be somebody else's.
        var process = PidFd.Open(version.Pid);
        var stopped = await client.AskAsync(new ReefRequest("POST", ReefPaths.Stop), cancellationToken);
        if (stopped.TryGetError(out var refused, out var reply) && refused.Code != ClientErrors.Lost) return refused;
        reply?.Dispose();
        return process.TryGetValue(out var handle) ? await EndAsync(handle, cancellationToken) : true;
    }

    private async Task<Result<bool, LobsterError>> EndAsync(PidFd process, CancellationToken cancellationToken)
    {
        using (process)
        {
            using var deadline = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await process.WaitForExitAsync(either.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new LobsterError(
                    ServiceErrors.TimedOut, $"the service (process {process.Pid}) did not end within {Patience.TotalSeconds:0} s", "it waits for commands that are under way");
            }
        }
    }
}
