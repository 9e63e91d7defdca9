using System.Diagnostics;
using System.Net;
using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Reef.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>Traces go to a collector where one is configured, and nowhere else.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_commands_steps_reach_a_collector()
    {
        var received = new TaskCompletionSource<(string Path, byte[] Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _ = received.TrySetResult((context.Request.Path, body.ToArray()));
        });
        await collector.StartAsync(Token);

        await using var services = new ServiceCollection().AddLogging().AddTraces(new TelemetryConfig { OtlpEndpoint = collector.Urls.Single() }).BuildServiceProvider();
        var traces = services.GetRequiredService<TracerProvider>();
        using (var source = new ActivitySource("Lobsterd.Engine.Sagas"))
        using (source.StartActivity("tenant.spawn.of-the-test"))
        {
        }

        _ = await Task.Run(() => traces.ForceFlush(10_000), Token);
        var (path, content) = await received.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token);
        Assert.Equal("/v1/traces", path);
        Assert.Contains("tenant.spawn.of-the-test", Encoding.Latin1.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_a_collector_nothing_is_traced()
    {
        await using var services = new ServiceCollection().AddLogging().AddTraces(new TelemetryConfig()).BuildServiceProvider();

        Assert.Null(services.GetService<TracerProvider>());
    }
}
