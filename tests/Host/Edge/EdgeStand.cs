using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Edge;
using Lobsterd.Host.Setup;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>A root of its own with a real edge, started as its own user by the service's own code, and mostly a real Caddy in front.</summary>
public sealed class EdgeStand : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private LobsterdConfig config;
    private string program;
    private int copies;

    private EdgeStand(Func<LobsterdConfig, LobsterdConfig> configure)
    {
        // Other users pass through to what is theirs.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_001_001);
        Paths = new LobsterdPaths(Path.Combine(folder.Path, "r"));
        Port = FreePort();
        config = configure(new LobsterdConfig { Caddy = new CaddyConfig { Listen = [$"127.0.0.1:{Port}"] } });
        program = CopyEdge();
        Assert.True(new HostFiles(Paths).EnsureServiceFolders().IsSuccess);
        Assert.True(new HostFiles(Paths).EnsureFolders().IsSuccess);
        Control = NewControl();
    }

    /// <summary>The root's layout.</summary>
    public LobsterdPaths Paths { get; }

    /// <summary>Where Caddy listens on 127.0.0.1, unless configured otherwise.</summary>
    public int Port { get; }

    /// <summary>What is under test.</summary>
    public EdgeControl Control { get; private set; }

    /// <summary>The edge's process.</summary>
    public int EdgePid => PidOf("edge.pid");

    /// <summary>Our own Caddy's process.</summary>
    public int CaddyPid => PidOf("caddy.pid");

    /// <summary>Brings edge and Caddy up.</summary>
    public static async Task<EdgeStand> StartAsync(Func<LobsterdConfig, LobsterdConfig>? configure = null)
    {
        if (Environment.GetEnvironmentVariable("LOBSTERD_TEST_NETNS") != "1")
            throw new InvalidOperationException("run these tests by ./test or build/sandbox: they listen on ports");
        var stand = new EdgeStand(configure ?? (same => same));
        var up = await stand.Control.EnsureUpAsync(TestContext.Current.CancellationToken);
        if (!up.TryGetError(out var error)) return stand;
        // Nobody else can: what came up before the rest failed would stay.
        await stand.DisposeAsync();
        throw new InvalidOperationException(error.FullMessage);
    }

    /// <summary>A TCP port of 127.0.0.1 that nobody has at the moment.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>A route to a guest that stands in for a tenant's.</summary>
    public static EdgeRoute Route(string tenant, IPEndPoint guest, params PublishedPort[] publish) =>
        new(TenantName.Parse(tenant).Value, $"{tenant}.lobster.localhost", guest.Address, guest.Port, publish);

    /// <summary>Publishes such a route.</summary>
    public async Task PublishAsync(string tenant, IPEndPoint guest, params PublishedPort[] publish)
    {
        var published = await Control.PublishAsync(Route(tenant, guest, publish), TestContext.Current.CancellationToken);
        if (published.TryGetError(out var error)) throw new InvalidOperationException(error.FullMessage);
    }

    /// <summary>Withdraws a tenant's route.</summary>
    public async Task WithdrawAsync(string tenant) =>
        Assert.True((await Control.WithdrawAsync(TenantName.Parse(tenant).Value, TestContext.Current.CancellationToken)).IsSuccess);

    /// <summary>Parks a tenant; nothing of it may be under way.</summary>
    public async Task ParkAsync(string tenant)
    {
        var parked = await Control.ParkAsync(TenantName.Parse(tenant).Value, force: false, TestContext.Current.CancellationToken);
        if (parked.TryGetError(out var error)) throw new InvalidOperationException(error.FullMessage);
    }

    /// <summary>Opens a tenant's route.</summary>
    public async Task UnparkAsync(string tenant, IPEndPoint guest, params PublishedPort[] publish)
    {
        var opened = await Control.UnparkAsync(Route(tenant, guest, publish), TestContext.Current.CancellationToken);
        if (opened.TryGetError(out var error)) throw new InvalidOperationException(error.FullMessage);
    }

    /// <summary>Waits until so much waits for a tenant.</summary>
    public Task UntilHeldAsync(string tenant, int held) => UntilAsync(async () => (await ActivityAsync(tenant)).Held == held, $"{held} wait for {tenant}");

    /// <summary>What the edge sees of a tenant.</summary>
    public async Task<TenantActivity> ActivityAsync(string tenant) =>
        (await Control.ReadActivityAsync(TestContext.Current.CancellationToken)).Value.Single(read => read.Tenant.Value == tenant);

    /// <summary>A tenant's URL through Caddy.</summary>
    public Uri Url(string tenant, string path = "/") => new($"http://{tenant}.lobster.localhost:{Port}{path}");

    /// <summary>A client of Caddy's, for any host name.</summary>
    public HttpClient NewClient() => new(Handler(new IPEndPoint(IPAddress.Loopback, Port))) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>A client that speaks to the edge itself, as root.</summary>
    public HttpClient NewEdgeClient() => new(Handler(new UnixDomainSocketEndPoint(Paths.EdgeHttpSocket))) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The service ends; edge and Caddy go on.</summary>
    public async Task LoseServiceAsync() => await Control.DisposeAsync();

    /// <summary>A new service starts, perhaps with another configuration.</summary>
    public void NewService(Func<LobsterdConfig, LobsterdConfig>? configure = null)
    {
        if (configure is not null) config = configure(config);
        Control = NewControl();
    }

    /// <summary>The service ends, and the one that starts is of a release with an edge of its own.</summary>
    public async Task UpgradeAsync()
    {
        if ((await TryUpgradeAsync(null)).TryGetError(out var error)) throw new InvalidOperationException(error.FullMessage);
    }

    /// <summary>Tries the same.</summary>
    /// <param name="edge">What that edge is instead of a copy; null for a copy.</param>
    public async Task<UnitResult<LobsterError>> TryUpgradeAsync(string? edge)
    {
        await LoseServiceAsync();
        program = edge ?? CopyEdge();
        NewService();
        return await Control.EnsureUpAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Kills a process without notice.</summary>
    public static void Kill(int pid)
    {
        using var process = PidFd.Open(pid).Value;
        Assert.True(process.Signal(Signals.Kill).IsSuccess);
    }

    /// <summary>Waits until something is so, in steps, at most 20 s.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"not within 20 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ = await Control.TearDownAsync(CancellationToken.None);
        await Control.DisposeAsync();
        folder.Dispose();
    }

    private static SocketsHttpHandler Handler(EndPoint to) => new()
    {
        UseProxy = false,
        UseCookies = false,
        MaxConnectionsPerServer = 1_000,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = to is IPEndPoint
                ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
                : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    // With its libraries, where it was published with any.
    private string CopyEdge()
    {
        var to = Path.Combine(folder.Path, $"bin{copies++}");
        _ = Directory.CreateDirectory(to);
        var name = Path.GetFileName(PublishedBinaries.Edge);
        foreach (var file in new FileInfo(PublishedBinaries.Edge).Directory!.EnumerateFiles())
        {
            var copy = Path.Combine(to, file.Name);
            var isPart = file.Name.StartsWith(name, StringComparison.Ordinal) || file.Extension is ".dll" or ".so";
            if (isPart && HardLink.Make(file.FullName, copy).IsFailure) _ = file.CopyTo(copy);
        }

        return Path.Combine(to, name);
    }

    private EdgeControl NewControl() => new(Paths, config, program, TimeProvider.System, NullLogger<EdgeControl>.Instance);

    private int PidOf(string mark)
    {
        using var read = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Paths.Run, mark)));
        return read.RootElement.GetProperty("pid").GetInt32();
    }
}
