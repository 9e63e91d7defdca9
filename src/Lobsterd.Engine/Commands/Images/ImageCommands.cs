using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Images;

/// <summary>Builds and removes images. No sagas: the store itself puts a whole image in place or none.</summary>
public sealed class ImageCommands(IImages images, RegistryBook registry, OperationBook operations, EventBook events)
{
    private const int WholeHash = 64;

    /// <summary>Starts a build, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is the <see cref="Image"/>.</returns>
    public Result<Operation, LobsterError> StartBuild(string recipe, string actor, string? key) =>
        operations.Start(
            new OperationRequest("image.build", null, actor, $"image:{recipe}", key),
            async (operation, stop) =>
            {
                var stages = new StageProgress(operation);
                if ((await images.BuildAsync(recipe, stages, stop)).TryGetError(out var error, out var image)) return error;
                stages.End();
                _ = events.Add("image.built", null, actor, $"{image.Name} {image.Hash[..12]}");
                return image;
            });

    /// <summary>Removes an image that no tenant uses.</summary>
    /// <error code="image.name.unknown">There is no such image.</error>
    /// <error code="image.remove.in-use">A tenant runs it.</error>
    /// <error code="image.store.damaged">Nothing is left of it by which it has that name; its whole hash removes it.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(string nameOrHash, string actor, CancellationToken cancellationToken)
    {
        if ((await FindAsync(nameOrHash, cancellationToken)).TryGetError(out var unknown, out var found)) return unknown;
        var users = registry.Current.Tenants.Values.Where(tenant => tenant.Image == found.Hash).Select(tenant => tenant.Name.Value).Take(4).ToList();
        if (users.Count > 0)
            return new LobsterError(ImageErrors.InUse, $"image {found.Name} is used by {string.Join(", ", users)}", "evict its tenants first");

        if ((await images.RemoveAsync(found.Hash, cancellationToken)).TryGetError(out var error)) return error;
        _ = events.Add("image.removed", null, actor, $"{found.Name} {found.Hash[..12]}");
        return UnitResult.Success<LobsterError>();
    }

    // An image whose manifest is damaged has no name any more; its whole hash has to do.
    private async Task<Result<(string Name, string Hash), LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken)
    {
        if (!(await images.FindAsync(nameOrHash, cancellationToken)).TryGetError(out var error, out var image)) return (image.Name, image.Hash);
        return error.Code == ImageErrors.Damaged && nameOrHash.Length == WholeHash ? (nameOrHash[..12], nameOrHash) : error;
    }

    /// <summary>A build's stages as an operation's steps: each starts when the one before it ends.</summary>
    private sealed class StageProgress(IProgress<SagaProgress> steps) : IProgress<string>
    {
        private readonly TimeProvider clock = TimeProvider.System;
        private string? current;
        private long began;

        public void Report(string value)
        {
            End();
            current = value;
            began = clock.GetTimestamp();
            steps.Report(new SagaProgress(value, StepEvent.Started, TimeSpan.Zero, null));
        }

        internal void End()
        {
            if (current is null) return;
            steps.Report(new SagaProgress(current, StepEvent.Succeeded, clock.GetElapsedTime(began), null));
            current = null;
        }
    }
}
