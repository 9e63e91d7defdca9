using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Cli.Service;

/// <summary>The service as a process of its own session, for hosts and namespaces without systemd. It tells by a pipe that it answers.</summary>
internal sealed class DetachedService(ServiceProgram program, ServiceLog log) : IServiceRunner
{
    private const int ReadyNumber = 3;

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        if (log.Open().TryGetError(out var noLog, out var output)) return noLog;
        using (output)
        {
            var position = log.Length;
            if (Pipe.Create().TryGetError(out var noPipe, out var ready)) return noPipe;
            using (ready)
            {
                var started = Spawner.StartUnwatched(new SpawnInput
                {
                    Program = program.Path,
                    Arguments = [.. program.Arguments, "--ready-fd", "3"],
                    Environment = ServiceProgram.ServiceEnvironment(),
                    Descriptors = [new(1, output.Descriptor), new(2, output.Descriptor), new(ReadyNumber, ready.WriteEnd)],
                    WorkingDirectory = "/",
                    NewSession = true,
                });
                if (started.TryGetError(out var error, out var service))
                    return new LobsterError(ServiceErrors.StartFailed, "the service could not be started", Cause: error);

                using (service)
                {
                    ready.WriteEnd.Dispose();
                    if (await IsReadyAsync(ready.ReadEnd, cancellationToken)) return UnitResult.Success<LobsterError>();
                    await service.Process.WaitForExitAsync(cancellationToken);
                    return LastWords.ToError(service.Wait().Code, log.WordsSince(position), log.Path);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken) => Task.FromResult(UnitResult.Success<LobsterError>());

    // One byte when it answers; the end of the pipe when it died.
    private static async Task<bool> IsReadyAsync(Fd pipe, CancellationToken cancellationToken)
    {
        await ReadinessLoop.Shared.WaitReadableAsync(pipe, cancellationToken);
        var answer = new byte[1];
        return pipe.Read(answer).TryGetValue(out var count) && count == 1;
    }
}
