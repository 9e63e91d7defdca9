using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Usage;
using Lobsterd.Engine.Access;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Upgrades;
using Lobsterd.Engine.Usage;
using Lobsterd.Engine.Wake;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Engine.Why;
using Lobsterd.Reef;
using Lobsterd.Reef.Access;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Service;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Lobsterd.Tests.Unit.Reef.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>The API over the engine over a world of names, on a Unix socket of its own.</summary>
public sealed class ReefServer : IAsyncLifetime
{
    private readonly ScratchFolder scratch = new();
    private WebApplication? app;

    internal WorldService Service { get; } = new(new Durable());

    internal HttpClient Client { get; private set; } = new();

    internal IReadOnlyList<ReefRoute> Routes { get; private set; } = [];

    internal IServiceProvider Services => app!.Services;

    internal IEndpointRouteBuilder Endpoints => app!;

    internal LobsterdConfig Config { get; init; } = new();

    internal ChosenPeers Peers { get; } = new();

    internal TokenBook Tokens { get; } = new(new MemoryTokenFile(), TimeProvider.System);

    internal LobsterdPaths Paths => new(scratch.Path);

    /// <summary>What the edge would tell of its traffic.</summary>
    internal EdgeSight Edge { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var socket = Paths.ServiceSocket;
        _ = Directory.CreateDirectory(Paths.Run);
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.ListenUnixSocket(socket);
                kestrel.Limits.MaxRequestBodySize = 1 << 20;
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        _ = builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Config)
            .AddSingleton(Paths)
            .AddSingleton(Tokens)
            .AddSingleton<IPeers>(Peers)
            .AddSingleton<IBuoy, ClosedBuoy>()
            .AddSingleton(NetworkPlan.Parse("10.66.0.0/16").Value)
            .AddSingleton(Service.Registry)
            .AddSingleton(Service.Spawn)
            .AddSingleton(Service.Evict)
            .AddSingleton(Service.Power)
            .AddSingleton(Service.Settings)
            .AddSingleton(Service.Egress)
            .AddSingleton(Service.Sleep.Suspend)
            .AddSingleton(Service.Sleep.Resume)
            .AddSingleton(Service.Fork)
            .AddSingleton<Holds>()
            .AddSingleton(provider => NewWhy(provider.GetRequiredService<Holds>()))
            .AddSingleton(new UpgradePlanner(Service.Registry, Service.Durable.Sleep, Service.Hypervisors, Paths))
            .AddSingleton(Service.Finder)
            .AddSingleton(Service.Keeper)
            .AddSingleton(Service.Snaps)
            .AddSingleton(Service.Restore)
            .AddSingleton<ISnaps>(Service.Durable.Snaps)
            .AddSingleton<SnapArchives>()
            .AddSingleton(Service.Templates)
            .AddSingleton<ITemplates>(Service.Durable.Templates)
            .AddSingleton(Service.Setup)
            .AddSingleton(Service.Operations)
            .AddSingleton(Service.Events)
            .AddSingleton<IImages>(Service.Host)
            .AddSingleton<IAgents>(Service.Agents)
            .AddSingleton<IHostDoctor, NoDoctor>()
            .AddSingleton<IHostCapacity>(Service.Host)
            .AddSingleton<IUsageReadings>(new StillCounters())
            .AddSingleton<IVmLogs>(new BriefVmLogs())
            .AddSingleton(provider => new TenantMeter(Service.Registry, Service.Hypervisors, provider.GetRequiredService<IUsageReadings>(), TimeProvider.System))
            .AddSingleton(Service.Attestations)
            .AddSingleton<IKernels>(Service.Host)
            .AddSingleton<IHostPosture>(Service.Host)
            .AddSingleton<IHostLimits>(Service.Host)
            .AddSingleton(Service.Molt)
            .AddSingleton(new Lobsterd.Domain.Config.WatchdogConfig())
            .AddSingleton<Lobsterd.Engine.Watch.WatchBook>()
            .AddSingleton<Lobsterd.Engine.Commands.Maintain.OperatorWordCommand>()
            .AddSingleton(Service.Secrets)
            .AddSingleton(Service.Workloads)
            .AddSingleton<ImageCommands>()
            .AddSingleton<KernelCommands>()
            .AddSingleton(new ServiceFacts("0.0.0", "/", DateTimeOffset.UnixEpoch, Service.Hypervisors, Service.Host))
            .AddReef()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ServiceEndpoints>(provider, new DeafLifetime()));
        app = builder.Build();
        _ = app.UseWebSockets();
        Routes = app.MapReef();
        await app.StartAsync();

        Client.Dispose();
        Client = OverSocket();
    }

    /// <summary>A client on the Unix socket, with connections of its own.</summary>
    internal HttpClient OverSocket() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(Paths.ServiceSocket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://lobsterd"),
    };

    /// <summary>A client on TCP.</summary>
    internal HttpClient OverTcp(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(app!.Urls.First(url => url.Contains("127.0.0.1", StringComparison.Ordinal))) };
        if (token is not null) _ = client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (app is not null) await app.DisposeAsync();
        scratch.Dispose();
    }

    /// <summary>A service that nobody can stop by asking.</summary>
    private sealed class DeafLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    private sealed class NoDoctor : IHostDoctor
    {
        public Task<IReadOnlyList<HostCheck>> ExamineAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<HostCheck>>([new HostCheck("tun", CheckStatus.Unknown, "not here", null)]);
    }

    private WhyDesk NewWhy(Holds holds)
    {
        var agenda = new GuestAgenda(Service.Agents, Config.Wake, TimeProvider.System);
        var idle = new IdleDesk(Edge, new WorldTraffic(), Service.Registry, Service.Hypervisors, Service.Sleep.Suspend, holds, agenda, Config.Wake, TimeProvider.System);
        return new WhyDesk(Service.Registry, Service.Events, new AwakeView(Edge, holds, idle, agenda, Config.Wake, TimeProvider.System));
    }
}
