using System.Net.Sockets;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Reef;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Service;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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

    internal LobsterdPaths Paths => new(scratch.Path);

    public async ValueTask InitializeAsync()
    {
        var socket = Paths.ServiceSocket;
        _ = Directory.CreateDirectory(Paths.Run);
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _ = builder.Services
            .AddSingleton(new LobsterdConfig())
            .AddSingleton(NetworkPlan.Parse("10.66.0.0/16").Value)
            .AddSingleton(Service.Registry)
            .AddSingleton(Service.Spawn)
            .AddSingleton(Service.Evict)
            .AddSingleton(Service.Egress)
            .AddSingleton(Service.Setup)
            .AddSingleton(Service.Operations)
            .AddSingleton(Service.Events)
            .AddSingleton<IImages>(Service.Host)
            .AddSingleton<IAgents>(Service.Agents)
            .AddSingleton<IHostDoctor, NoDoctor>()
            .AddSingleton<IKernels>(Service.Host)
            .AddSingleton<IHostPosture>(Service.Host)
            .AddSingleton<IHostLimits>(Service.Host)
            .AddSingleton(Service.Molt)
            .AddSingleton<ImageCommands>()
            .AddSingleton<KernelCommands>()
            .AddSingleton(new ServiceFacts("0.0.0", "/", DateTimeOffset.UnixEpoch, Service.Hypervisors, Service.Host))
            .AddReef();
        app = builder.Build();
        _ = app.UseWebSockets();
        Routes = app.MapReef();
        await app.StartAsync();

        Client.Dispose();
        Client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://lobsterd"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (app is not null) await app.DisposeAsync();
        scratch.Dispose();
    }

    private sealed class NoDoctor : IHostDoctor
    {
        public Task<IReadOnlyList<HostCheck>> ExamineAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<HostCheck>>([new HostCheck("tun", CheckStatus.Unknown, "not here", null)]);
    }
}
