using System.Net.Sockets;
using Lobsterd.Domain.Health;
using Lobsterd.Host.Agent;

namespace Lobsterd.Host.Caddy;

/// <summary>Hears at once when Caddy is started anew or takes another configuration, in which our server may be missing: it ends its admin API's connections then, and one is held here.</summary>
/// <param name="address">Its admin API.</param>
/// <param name="clock">For pauses.</param>
internal sealed class CaddyNews(CaddyAdminAddress address, TimeProvider clock) : IHostNews
{
    private const int MostBytes = 4 << 10;

    // Caddy ends a connection on which nothing was asked for a minute. Source: modules of its admin API, IdleTimeout.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task HearAsync(Action<HealthCheck> told, CancellationToken cancellationToken)
    {
        var isFirst = true;
        for (var pause = FirstPause; ;)
        {
            using var socket = address.NewSocket();
            if (await ConnectsAsync(socket, cancellationToken))
            {
                if (!isFirst) told(HealthChecks.Caddy);
                isFirst = false;
                pause = FirstPause;
                await HoldAsync(socket, cancellationToken);
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task<bool> ConnectsAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // What it answers is nobody's business: that it ends the connection is.
    private async Task HoldAsync(Socket socket, CancellationToken cancellationToken)
    {
        var question = CaddyAdmin.Question(address);
        var answer = new byte[MostBytes];
        try
        {
            while (true)
            {
                _ = await socket.SendAsync(question, cancellationToken);
                if (await EndsAsync(socket, answer, cancellationToken)) return;
            }
        }
        catch (SocketException)
        {
            // It was ended while we asked.
        }
    }

    private async Task<bool> EndsAsync(Socket socket, byte[] answer, CancellationToken cancellationToken)
    {
        using var turn = new Deadline(AskEvery, clock, cancellationToken);
        try
        {
            while (await socket.ReceiveAsync(answer, turn.Token) > 0)
            {
                // More of an answer.
            }

            return true;
        }
        catch (OperationCanceledException) when (turn.HasPassed)
        {
            return false;
        }
    }
}
