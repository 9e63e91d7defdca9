using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Edge;
using Lobsterd.Host.Setup;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lobsterd.Bench.Edge;

/// <summary>A root of its own with edge and Caddy as the service runs them, and so many tenants in its table.</summary>
internal sealed class EdgeRoot : IAsyncDisposable
{
    private readonly string folder;

    private EdgeRoot()
    {
        folder = Directory.CreateTempSubdirectory("lob-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        Paths = new LobsterdPaths(Path.Combine(folder, "r"));
        var config = new LobsterdConfig { Caddy = new CaddyConfig { Listen = [$"127.0.0.1:{ForwarderPair.FreePort()}"] } };
        Control = new EdgeControl(
            Paths, config, ForwarderPair.Edge, TimeProvider.System, NullLogger<EdgeControl>.Instance);
    }

    internal LobsterdPaths Paths { get; }

    internal EdgeControl Control { get; }

    internal static async Task<Result<EdgeRoot, LobsterError>> StartAsync(IPEndPoint guest, int tenants, CancellationToken cancellationToken)
    {
        var root = new EdgeRoot();
        var up = await new HostFiles(root.Paths).EnsureServiceFolders()
            .Bind(() => new HostFiles(root.Paths).EnsureFolders())
            .Bind(() => root.Control.EnsureUpAsync(cancellationToken))
            .Bind(() => root.Control.ReplaceAsync([.. Enumerable.Range(0, tenants).Select(n => Route($"t{n}", guest))], cancellationToken));
        if (!up.TryGetError(out var error)) return root;
        await root.DisposeAsync();
        return error;
    }

    internal static EdgeRoute Route(string tenant, IPEndPoint guest) =>
        new(TenantName.Parse(tenant).Value, $"{tenant}.lobster.localhost", guest.Address, guest.Port, []);

    public async ValueTask DisposeAsync()
    {
        _ = await Control.TearDownAsync(CancellationToken.None);
        await Control.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
