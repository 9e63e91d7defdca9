using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Lobsterd.Tests.Host.Images;

/// <summary>An image store under a root of its own, with a stand-in for the guest binary.</summary>
internal sealed class ImageStoreFixture : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public ImageStoreFixture(DateTimeOffset? now = null, BuildPrograms? programs = null, string? recipes = null)
    {
        Paths = new LobsterdPaths(scratch["root"]);
        Clock = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        GuestPath = scratch["lobsterd-guest"];
        WriteGuest("first");
        Guest = new GuestBinary(GuestPath);
        Kernels = new KernelStore(Paths, Guest, new ProgramRunner(TimeProvider.System));
        Store = new ImageStore(
            Paths,
            new ImagesConfig { Recipes = recipes ?? Path.Combine(RepositoryRoot.Path, "images") },
            Kernels,
            new ImageTools(Guest, programs ?? new BuildPrograms(), Clock));
    }

    public LobsterdPaths Paths { get; }

    public FakeTimeProvider Clock { get; }

    public string GuestPath { get; }

    public GuestBinary Guest { get; }

    public KernelStore Kernels { get; }

    public ImageStore Store { get; }

    public IProgress<string> Silent { get; } = new Progress<string>();

    public string this[string name] => scratch[name];

    public string FileOf(string hash) => Path.Combine(Paths.Images, hash + ".squashfs");

    public string ManifestOf(string hash) => Path.Combine(Paths.Images, hash + ".json");

    public void WriteGuest(string content) => File.WriteAllText(GuestPath, content);

    public void Dispose()
    {
        Store.Dispose();
        Kernels.Dispose();
        scratch.Dispose();
    }
}
