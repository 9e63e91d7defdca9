using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Storage;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Storage;

/// <summary>Overlays under a root of a test's choice.</summary>
internal sealed class StorageFixture : IDisposable
{
    public const long Size = 64L << 20;

    public StorageFixture(string root)
    {
        Paths = new LobsterdPaths(root);
        Directory.CreateDirectory(Paths.Tenants);
        Empty = new EmptyDisks(Paths, new ProgramRunner(TimeProvider.System));
        Overlays = new Overlays(Paths, Empty);
    }

    public LobsterdPaths Paths { get; }

    public EmptyDisks Empty { get; }

    public Overlays Overlays { get; }

    public static VmOwner Owner(string name, int slot) => new(Guid.NewGuid(), TenantName.Parse(name).Value, new Slot(slot));

    public Task<CSharpFunctionalExtensions.Result<string, Domain.Errors.LobsterError>> EnsureAsync(VmOwner owner, long size = Size) =>
        Overlays.EnsureAsync(new EnsureOverlayInput(owner, size), TestContext.Current.CancellationToken);

    public void Dispose() => Empty.Dispose();
}
