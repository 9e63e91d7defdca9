using System.Diagnostics;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;

namespace Lobsterd.Bench.Agent;

/// <summary>What the host's side of one call to an agent costs beyond the bytes: a whole call on a fresh connection against a bare socket that
/// sends and receives the same.</summary>
internal sealed class AgentCallFigure : IFigure
{
    private static readonly VmOwner Owner = new(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(0));
    private static readonly byte[] Request = "{\"op\":\"freeze\",\"atMostMs\":1000,\"v\":1,\"token\":\"t\"}\n"u8.ToArray();

    public Subject Subject { get; } = Subject.Of("agent.call-added", Machine.Null);

    public string Summary => "one call to an agent over loopback, against a bare socket with the same bytes";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, 0.2);

    public async Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await using var agent = new AnsweringAgent();
        using var client = new AgentClient(agent, new AgentConfig(), TimeProvider.System);
        var plan = new PairPlan { MostPairs = 1_000, WarmUps = 200 }.At(effort);
        return await PairedRun.TakeAsync(plan, token => BareAsync(agent, token), token => CallAsync(client, token), cancellationToken)
            .Map(Measurement.Of);
    }

    private static async Task<Result<double, LobsterError>> CallAsync(AgentClient client, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var said = await client.FreezeAsync(Owner, "t", TimeSpan.FromSeconds(1), cancellationToken);
        return said.Map(() => Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<Result<double, LobsterError>> BareAsync(AnsweringAgent agent, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var start = Stopwatch.GetTimestamp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await socket.ConnectAsync(agent.EndPoint, cancellationToken);
        _ = await socket.ReceiveAsync(buffer, cancellationToken);
        _ = await socket.SendAsync(Request, cancellationToken);
        var count = await socket.ReceiveAsync(buffer, cancellationToken);
        return count > 0
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : new LobsterError(BenchErrors.SampleFailed, "the agent said nothing to the bare socket");
    }
}
