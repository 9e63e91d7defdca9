using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Lobsterd.Daemon.Composition;

/// <summary>The API's door on TCP: a server of its own in front of the service's pipeline, so that it opens and shuts while the socket goes on.</summary>
internal sealed class Buoy(IBuoyFile file, ReefPipeline pipeline, IServiceProvider services, ILogger<Buoy> logger) : IBuoy, IAsyncDisposable
{
    // Streams have no end; whoever follows one is cut off then.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private WebApplication? server;
    private BuoyState state = new(null, null);

    public BuoyState State => Volatile.Read(ref state);

    /// <summary>Opens the door where it was open before; that it cannot is told by its state and in the log, and keeps nothing else from starting.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        if (file.Load().TryGetError(out var unread, out var kept)) state = new BuoyState(null, unread.Message);
        else if (kept.TryGetValue(out var settings)) state = new BuoyState(settings, (await ListenAsync(settings, cancellationToken)).TryGetError(out var error) ? error.Message : null);
        if (state.Problem is { } problem) BuoyLog.Unbound(logger, problem);
    }

    public async Task<UnitResult<LobsterError>> EnableAsync(BuoySettings settings, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var before = State;
            await StopServerAsync();
            if ((await ListenAsync(settings, cancellationToken)).TryGetError(out var error))
            {
                if (before is { Settings: { } old, Problem: null }) _ = await ListenAsync(old, CancellationToken.None);
                return error;
            }

            state = new BuoyState(settings, null);
            return file.Save(settings);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    public async Task<UnitResult<LobsterError>> DisableAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await StopServerAsync();
            state = new BuoyState(null, null);
            return file.Save(null);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        turn.Dispose();
    }

    private async Task<UnitResult<LobsterError>> ListenAsync(BuoySettings settings, CancellationToken cancellationToken)
    {
        CertificateFiles? certificates = null;
        if (settings.CertificateFile is not null && CertificateFiles.Open(settings.CertificateFile, settings.KeyFile!).TryGetError(out var unread, out certificates)) return unread;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // What keeps this server from starting is our answer, and told by us.
        _ = builder.Logging.AddServiceConsole().AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        _ = builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _ = builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            ServerLimits.Set(kestrel);
            kestrel.Listen(settings.Host, settings.Port, listen => Secure(listen, certificates));
        });
        var next = builder.Build();
        next.Run(context =>
        {
            context.RequestServices = services;
            return pipeline.RunAsync(context);
        });
        try
        {
            await next.StartAsync(cancellationToken);
            server = next;
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            await next.DisposeAsync();
            return new LobsterError(AccessErrors.BuoyUnbound, $"{settings.Url}: {exception.Message}", "another port? lobsterd buoy enable --port PORT");
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            await next.DisposeAsync();
            return new LobsterError(AccessErrors.BuoyUnbound, $"{settings.Url}: {exception.Message}", "is it an address of this host?");
        }
    }

    private static void Secure(ListenOptions listen, CertificateFiles? certificates)
    {
        if (certificates is null) return;
        _ = listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificates.ForHandshake()) });
    }

    private async Task StopServerAsync()
    {
        if (server is null) return;
        using var patience = new CancellationTokenSource(Farewell);
        await server.StopAsync(patience.Token);
        await server.DisposeAsync();
        server = null;
    }

    // Signals are the service's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
