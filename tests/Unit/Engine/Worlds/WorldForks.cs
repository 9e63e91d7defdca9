using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>What copies are made from, as things of a <see cref="World"/>. Stricter than the real one: a disk that is copied before there is a place for it is a bug.</summary>
internal sealed class WorldForks(World world) : IForkStore
{
    public Result<ForkFiles, LobsterError> Begin(VmOwner source) => world.Make("fork.begin", $"{source.Name} fork folder") is { } error ? error : FilesOf(source);

    public Task<UnitResult<LobsterError>> CopyDiskAsync(VmOwner source, CancellationToken cancellationToken)
    {
        if (!world.Has($"{source.Name} fork folder")) throw new InvalidOperationException("there is no place for the disk");
        return world.Do("fork.copy-disk").AsTask();
    }

    public UnitResult<LobsterError> Share(VmOwner source, SnapshotFiles saved) =>
        world.Do("fork.share") is { } error ? error : UnitResult.Success<LobsterError>();

    public ForkFiles FilesOf(VmOwner source) => new(new SnapshotFiles("/fork/memory", "/fork/state"), "/fork/overlay.ext4");

    public UnitResult<LobsterError> Remove(VmOwner source) =>
        world.Take("fork.remove", $"{source.Name} fork folder") is { } error ? error : UnitResult.Success<LobsterError>();
}
