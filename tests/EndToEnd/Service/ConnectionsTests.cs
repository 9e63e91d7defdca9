using System.Net.WebSockets;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What users have open survives whatever happens to other tenants and to the service.</summary>
public sealed class ConnectionsTests
{
    private const int FileBytes = 60 << 20;
    private static readonly TimeSpan DownloadTime = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "Proof")]
    public async Task a_websocket_and_a_download_outlive_fifty_neighbours_and_the_service()
    {
        using var scratch = new ScratchFolder();
        File.SetUnixFileMode(scratch.Path, (UnixFileMode)0b111_101_101);
        await File.WriteAllBytesAsync(scratch["file"], [.. Enumerable.Range(0, FileBytes).Select(ByteAt)], Stop);
        await using var stand = await Stands.ReadyAsync(
            StandMachine.Null,
            """{"workloads":{"files":{"command":["/usr/bin/busybox","httpd","-f","-p","9000","-h","FOLDER"],"port":9000}}}"""
                .Replace("FOLDER", scratch.Path, StringComparison.Ordinal));
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var files = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "files", Workload = "files" }, Stop)).Tenant;

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {await stand.Reef.TokenAsync("alice", Stop)}");
        await socket.ConnectAsync(new Uri($"{alice.Url.Replace("http://", "ws://", StringComparison.Ordinal)}ws"), stand.Browser, Stop);
        var download = DownloadAsync(stand, $"{files.Url}file");

        var neighbours = ChurnAsync(stand, 25, "b");
        await EchoAsync(socket, 1);
        await neighbours;
        await stand.KillAsync();
        await EchoAsync(socket, 2);
        await stand.StartAsync(Stop);
        await EchoAsync(socket, 3);
        await ChurnAsync(stand, 25, "c");
        await EchoAsync(socket, 4);

        Assert.Equal(FileBytes, await download);
        await EchoAsync(socket, 5);
    }

    private static byte ByteAt(int position) => (byte)((position * 31) >> 3);

    private static async Task ChurnAsync(ServiceStand stand, int count, string prefix)
    {
        for (var number = 1; number <= count; number++)
        {
            _ = (await stand.Reef.SpawnAsync($"{prefix}{number}", Stop)).Succeeded();
            _ = (await stand.Reef.EvictAsync($"{prefix}{number}", Stop)).Succeeded();
        }
    }

    private static async Task EchoAsync(ClientWebSocket socket, byte number)
    {
        await socket.SendAsync(new[] { number }, WebSocketMessageType.Binary, endOfMessage: true, Stop);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
        Assert.Equal((1, number, true), (received.Count, buffer[0], received.EndOfMessage));
    }

    // As slow as a user's line: a piece a tick, so that the download lasts as long as everything around it.
    private static async Task<int> DownloadAsync(ServiceStand stand, string url)
    {
        using var answer = await stand.Web.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, Stop);
        _ = answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        var piece = new byte[FileBytes / 300];
        using var ticks = new PeriodicTimer(DownloadTime / 300, TimeProvider.System);
        var got = 0;
        int read;
        while ((read = await stream.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, Stop)) > 0)
        {
            for (var i = 0; i < read; i++)
                if (piece[i] != ByteAt(got + i)) Assert.Fail($"byte {got + i} is wrong");
            got += read;
            _ = await ticks.WaitForNextTickAsync(Stop);
        }

        return got;
    }
}
