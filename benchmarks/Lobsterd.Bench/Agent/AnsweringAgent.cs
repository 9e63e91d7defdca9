using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;

namespace Lobsterd.Bench.Agent;

/// <summary>An agent on a loopback port that greets, and answers every line with <c>done</c>; what it costs is the same for whoever asks.</summary>
internal sealed class AnsweringAgent : IAgentDoors, IAsyncDisposable
{
    private static readonly byte[] Greeting = "{\"agent\":\"lobsterd\",\"protocol\":1,\"oldest\":1,\"state\":\"claimed\"}\n"u8.ToArray();
    private static readonly byte[] Done = "{\"reply\":\"done\"}\n"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;

    internal AnsweringAgent()
    {
        listener.Start();
        serving = ServeAsync();
    }

    internal EndPoint EndPoint => listener.LocalEndpoint;

    public Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken) =>
        AgentSocket.ConnectAsync(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), EndPoint, cancellationToken);

    public Result<IKnockListener, AgentLapse> Listen(VmOwner owner) => AgentLapse.NoInterface;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Dispose();
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var socket = await listener.AcceptSocketAsync(end.Token);
                socket.NoDelay = true;
                _ = await socket.SendAsync(Greeting, end.Token);
                while (await socket.ReceiveAsync(buffer, end.Token) is var count and > 0)
                    if (buffer[count - 1] == '\n') _ = await socket.SendAsync(Done, end.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException) { }
        }
    }
}
