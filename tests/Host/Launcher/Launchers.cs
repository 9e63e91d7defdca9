using System.Text.Json;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Launcher;

/// <summary>The launchers that a test starts. A launcher writes into its run folder until its own end, which is later than that of its VMM: disposed, this has waited for all of them.</summary>
/// <param name="arguments">What each is started with.</param>
internal sealed class Launchers(params IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly List<ChildProcess> started = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one and hears its answer.</summary>
    /// <param name="spec">What it is told.</param>
    internal async Task<(JailReport Report, PidFd? Vmm)> StartAsync(byte[] spec)
    {
        using var pair = SocketPair.Create().Value;
        var launcher = Start(spec, pair);

        await ReadinessLoop.Shared.WaitReadableAsync(pair.Ours, Token).WaitAsync(Ceiling, Token);
        var buffer = new byte[JailFiles.LongestReport];
        var message = DescriptorMessage.Receive(pair.Ours, buffer).Value!;
        var report = JsonSerializer.Deserialize(buffer.AsSpan(0, message.Bytes), JailJson.Default.JailReport)!;
        if (message.Descriptors.Count == 0) Assert.Equal(1, (await launcher.WaitForExitAsync(Token).WaitAsync(Ceiling, Token)).Code);
        return (report, message.Descriptors.Count == 0 ? null : PidFd.Adopt(message.Descriptors[0], report.Pid));
    }

    /// <summary>Starts one whose answer nobody hears.</summary>
    internal void StartUnheard(byte[] spec)
    {
        using var pair = SocketPair.Create().Value;
        _ = Start(spec, pair);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var launcher in started)
        {
            _ = await launcher.WaitForExitAsync(CancellationToken.None).WaitAsync(Ceiling, CancellationToken.None);
            launcher.Dispose();
        }
    }

    private ChildProcess Start(byte[] spec, SocketPair pair)
    {
        using var told = Memfd.Create("spec").Value;
        Assert.True(Memfd.Fill(told, spec).IsSuccess);
        var launcher = Spawner.Start(new SpawnInput
        {
            Program = PublishedBinaries.Launcher,
            Arguments = arguments,
            NewSession = true,
            Descriptors = [new(JailFiles.SpecDescriptor, told), new(JailFiles.ReportDescriptor, pair.Theirs)],
        }).Value;
        started.Add(launcher);
        pair.Theirs.Dispose();
        return launcher;
    }
}
