using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Setup;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Prepares the host for tenants, and clears it.</summary>
public sealed class SetupCommands(
    InitSaga init, UninitSaga uninit, SagaRunner runner, OperationBook operations, EventBook events, RegistryBook registry, IHostFiles files, IVmmPool pool, LobsterdConfig config)
{
    /// <summary>Starts the preparation; a prepared host is made right where it is not.</summary>
    /// <returns>The operation; its answer is <see cref="Nothing"/>.</returns>
    public Result<Operation, LobsterError> StartInit(InitRequest request, string actor, string? key)
    {
        var plan = new InitPlan(request.KernelFolder, request.Firecracker, config.Images.Default, files.IsInitialized);
        return operations.Start(
            new OperationRequest(InitSaga.Kind, null, actor, $"init:{request.KernelFolder}:{request.Firecracker}", key),
            (operation, stop) => EndAsync("host.initialized", operation, runner.RunAsync(init.Define(), plan, operation.Id, operation, stop)));
    }

    /// <summary>Starts the clearing of the host.</summary>
    /// <returns>The operation; its answer is <see cref="Nothing"/>.</returns>
    /// <error code="host.uninit.tenants">Tenants are left.</error>
    public Result<Operation, LobsterError> StartUninit(string actor, string? key)
    {
        if (TenantsLeft() is { } error) return error;
        return operations.Start(
            new OperationRequest(UninitSaga.Kind, null, actor, "uninit", key),
            async (operation, stop) =>
            {
                // Nobody waits for a template; its VM must not be there when the network goes.
                foreach (var build in operations.Running.Where(running => running.Request.Kind == TemplateBuildSaga.Kind))
                {
                    await build.CancelAsync();
                    _ = await build.Ended.WaitAsync(stop);
                }

                // Nor does anybody need those that wait.
                if ((await pool.EmptyAsync(stop)).TryGetError(out var stuck)) return stuck;

                // Asked again: a spawn may have begun between the request and its turn.
                if (TenantsLeft() is { } late) return late;
                return await EndAsync(
                    "host.uninitialized",
                    operation,
                    runner.RunAsync(uninit.Define(), new UninitPlan(), operation.Id, operation, CancellationToken.None));
            });
    }

    /// <summary>Goes on with a preparation or a clearing that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            var recovered = unfinished.Head.Kind == InitSaga.Kind
                ? await runner.RecoverAsync(init.Define(), unfinished, operation, stop)
                : await runner.RecoverAsync(uninit.Define(), unfinished, operation, CancellationToken.None);
            return recovered.Map(object (_) => Nothing.Value);
        });

    private async Task<Result<object, LobsterError>> EndAsync(string kind, Operation operation, Task<Result<SagaOutputs, LobsterError>> run)
    {
        if ((await run).TryGetError(out var error, out _)) return error;
        _ = events.Add(kind, null, operation.Request.Actor, "done");
        return Nothing.Value;
    }

    private LobsterError? TenantsLeft()
    {
        var left = registry.Current.Tenants.Count;
        return left == 0
            ? null
            : new LobsterError(SetupErrors.TenantsLeft, $"{left} tenants are left", "evict them first: lobsterd evict --all --yes");
    }
}
