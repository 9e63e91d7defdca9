using System.Reflection;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Setup;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Startup;
using Lobsterd.Host.Config;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Registry;
using Lobsterd.Host.Setup;
using Lobsterd.Linux.Processes;
using Lobsterd.Reef;
using Lobsterd.Reef.Metrics;
using Lobsterd.Reef.Service;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting.Systemd;

namespace Lobsterd.Daemon.Composition;

/// <summary>The service: takes charge of a root, makes it right, answers on its socket until it is told to stop.</summary>
public static class LobsterdService
{
    private static readonly string Version =
        typeof(LobsterdService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its command line, see <see cref="ServiceOptions"/>.</param>
    /// <param name="customize">Adds to, or replaces in, its services.</param>
    /// <returns>The exit code: 0, or that of the error's kind.</returns>
    public static async Task<int> RunAsync(string[] arguments, Action<IServiceCollection> customize)
    {
        var started = ServiceOptions.Parse(arguments, Environment.GetEnvironmentVariable("LOBSTERD_ROOT"));
        if (started.TryGetError(out var error, out var options)) return await RefuseAsync(error);
        var result = await RunAsync(options, customize);
        return result.TryGetError(out var failed) ? await RefuseAsync(failed) : 0;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(ServiceOptions options, Action<IServiceCollection> customize)
    {
        var paths = new LobsterdPaths(options.Root);
        if (new HostFiles(paths).EnsureServiceFolders().TryGetError(out var noFolders)) return noFolders;
        if (ConfigFile.Load(paths).TryGetError(out var noConfig, out var config)) return noConfig;

        using var logging = LoggerFactory.Create(builder => builder.AddServiceConsole());
        if (RegistryFile.Acquire(paths, logging.CreateLogger<RegistryFile>()).TryGetError(out var held, out var file)) return held;
        if (RegistryBook.Open(file).TryGetError(out var unread, out var registry))
        {
            file.Dispose();
            return unread;
        }

        await using (registry)
        {
            using var memory = MemorySignal.Hear();
            var choice = await HypervisorChoice.DecideAsync(config.Hypervisor, paths, TimeProvider.System, CancellationToken.None);
            var app = Build(options, paths, config, registry, choice, services => customize(services.AddSingleton<IHostNews>(file)));
            await using (app)
            {
                return await ServeAsync(app, options, paths, config);
            }
        }
    }

    private static WebApplication Build(
        ServiceOptions options, LobsterdPaths paths, LobsterdConfig config, RegistryBook registry, Result<HypervisorFacts, LobsterError> choice, Action<IServiceCollection> customize)
    {
        // Empty: the other builders take settings from the environment and from a file of the content root, and watch that folder with all below it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        _ = builder.Logging.AddServiceConsole();
        _ = builder.Services.AddRoutingCore();
        _ = builder.Services.AddSingleton(TimeProvider.System).AddSingleton(paths).AddSingleton(options).AddSingleton(registry);
        _ = builder.Services.AddSingleton(provider => new ServiceFacts(
            Version, options.Root, TimeProvider.System.GetUtcNow(), provider.GetRequiredService<HypervisorSet>(), provider.GetRequiredService<IHostFiles>()));
        _ = builder.Services
            .AddEngine(config)
            .AddHost(config)
            .AddHypervisors(config.Hypervisor, Path.Combine(AppContext.BaseDirectory, "lobsterd-launcher"), choice)
            .AddReef()
            .AddTraces(config.Telemetry)
            .AddAccess()
            .AddSingleton(new ServiceLogBound(paths))
            .AddHostedService<ServiceLogKeeper>()
            .AddSingleton<ISystemdNotifier, SystemdNotifier>()
            .AddSingleton<SystemdTeller>();
        customize(builder.Services);
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, paths.ServiceSocket));

        var app = builder.Build();
        _ = ((IApplicationBuilder)app).Use(app.Services.GetRequiredService<ReefPipeline>().Keep);
        _ = app.UseRouting();
        _ = app.UseWebSockets();
        _ = app.MapReef();
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, string socket)
    {
        // The lock on the registry is ours, so a socket that lies there is a dead service's.
        File.Delete(socket);
        ServerLimits.Set(kestrel);
        kestrel.ListenUnixSocket(socket);
    }

    private static async Task<UnitResult<LobsterError>> ServeAsync(WebApplication app, ServiceOptions options, LobsterdPaths paths, LobsterdConfig config)
    {
        var lifetime = app.Lifetime.ApplicationStopping;
        app.Services.GetRequiredService<StateTeller>().Start();
        if ((await app.Services.GetRequiredService<ServiceStart>().RunAsync(lifetime)).TryGetError(out var notStarted)) return notStarted;

        await app.StartAsync(lifetime);
        if (SocketDoor.Open(paths.ServiceSocket, config.Reef.SocketGroup).TryGetError(out var closed)) return closed;
        await app.Services.GetRequiredService<Buoy>().StartAsync(lifetime);
        Readiness.Tell(options.ReadyFd);
        var telling = app.Services.GetRequiredService<SystemdTeller>().RunAsync(lifetime);
        await app.WaitForShutdownAsync(CancellationToken.None);
        await telling;
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<int> RefuseAsync(LobsterError error)
    {
        await Console.Error.WriteLineAsync($"lobsterd-service: {error.FullMessage}");
        if (error.NearestHint is { } hint) await Console.Error.WriteLineAsync($"hint: {hint}");
        return ExitCodes.Of(error.Code.Kind);
    }
}
