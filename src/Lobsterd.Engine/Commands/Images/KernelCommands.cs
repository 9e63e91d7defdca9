using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;

namespace Lobsterd.Engine.Commands.Images;

/// <summary>Takes kernels into the store and out of it. No sagas: the store itself puts a whole kernel in place or none.</summary>
public sealed class KernelCommands(IKernels kernels, OperationBook operations, EventBook events)
{
    /// <summary>Starts taking a kernel in, or joins the same that is under way. New VMs boot it from then on; those that run are not touched.</summary>
    /// <param name="path">A folder or file on this host.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">The caller's key of the command.</param>
    /// <returns>The operation; it answers with the <see cref="Kernel"/>.</returns>
    public Result<Operation, LobsterError> StartAdd(string path, string actor, string? key) =>
        operations.Start(
            new OperationRequest("kernel.add", null, actor, $"kernel:{path}", key),
            async (progress, stop) =>
            {
                if ((await kernels.AddAsync(path, stop)).TryGetError(out var error)) return error;
                if ((await kernels.ListKernelsAsync(stop)).TryGetError(out var unread, out var all)) return unread;
                var added = all.First(kernel => kernel.IsCurrent);
                _ = events.Add("kernel.added", null, actor, $"{added.Release} {added.Hash[..12]}");
                return added;
            });

    /// <summary>Removes a kernel that is not the current one.</summary>
    /// <error code="image.kernel.unknown">Nothing matches, or more than one kernel does.</error>
    /// <error code="image.kernel.current">New VMs boot it.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(string name, string actor, CancellationToken cancellationToken)
    {
        if ((await kernels.RemoveKernelAsync(name, cancellationToken)).TryGetError(out var error, out var removed)) return error;
        _ = events.Add("kernel.removed", null, actor, $"{removed.Release} {removed.Hash[..12]}");
        return UnitResult.Success<LobsterError>();
    }
}
