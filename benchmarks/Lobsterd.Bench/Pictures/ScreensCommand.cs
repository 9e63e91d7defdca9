using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Pictures;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Ptys;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Pictures;

/// <summary>Takes pictures of screens of the shipped command line, on a terminal, beside tenants that are there.</summary>
/// <param name="folder">Where they go; those that are there are replaced.</param>
internal sealed class ScreensCommand(string folder)
{
    private const int Columns = 112;
    private const int TankRows = 12;
    private const int MoltRows = 24;
    private const string Asleep = "night-shift";
    private const string Stopped = "old-shop";
    private const string Killed = "bob";

    // Busy ones first: what nobody uses has no curve.
    private static readonly string[] Busy = ["alice", Killed, "shop-eu"];
    private static readonly string[] All = [.. Busy, "crawler", Asleep, Stopped];

    // The tank reads once a second, and a curve wants some seconds.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(12);

    /// <summary>Takes them, and tells where they are.</summary>
    internal Task<Result<IReadOnlyList<string>, LobsterError>> RunAsync(CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Null, stand => RunAsync(stand, cancellationToken), cancellationToken);

    private async Task<Result<IReadOnlyList<string>, LobsterError>> RunAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(folder);
        var tenants = new List<TenantBody>();
        foreach (var name in All) tenants.Add((await stand.Reef.SpawnAsync(name, cancellationToken)).Tenant);
        _ = (await stand.Reef.SuspendAsync(Asleep, cancellationToken)).Succeeded();
        _ = (await stand.Reef.PowerAsync("stop", Stopped, cancellationToken)).Succeeded();

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var use = Task.WhenAll(tenants.Where(tenant => Busy.Contains(tenant.Name)).Select(tenant => UseAsync(stand, tenant, enough.Token)));
        var tank = await ShowAsync(stand, ["tank"], TankRows, Watched, cancellationToken);
        await enough.CancelAsync();
        await use;

        Damage(stand, tenants.Single(tenant => tenant.Name == Killed));
        var molt = await ShowAsync(stand, ["molt"], MoltRows, null, cancellationToken);
        return new List<string> { await KeepAsync("tank", tank, cancellationToken), await KeepAsync("molt", molt, cancellationToken) };
    }

    private async Task<string> KeepAsync(string name, TerminalScreen screen, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $"{name}.svg");
        await File.WriteAllTextAsync(path, TerminalPicture.Draw(screen), cancellationToken);
        return path;
    }

    // More and less, as people do.
    private static async Task UseAsync(ServiceStand stand, TenantBody tenant, CancellationToken enough)
    {
        var random = new Random(tenant.Slot);
        try
        {
            while (true)
            {
                _ = await stand.Web.GetStringAsync(tenant.Url, enough);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60)), enough);
            }
        }
        catch (OperationCanceledException)
        {
            // The picture is taken.
        }
    }

    private static void Damage(ServiceStand stand, TenantBody tenant)
    {
        stand.Network.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "0");
            return true;
        });
        if (PidFd.Open(tenant.Pid!.Value).TryGetError(out _, out var vmm)) return;
        using (vmm) _ = vmm.Signal(Signals.Kill);
    }

    /// <summary>What a command shows on a terminal: at its end, or after a time, when it is told to end.</summary>
    private static async Task<TerminalScreen> ShowAsync(ServiceStand stand, IReadOnlyList<string> arguments, int rows, TimeSpan? watched, CancellationToken cancellationToken)
    {
        var screen = new TerminalScreen(Columns, rows);
        screen.Write($"$ lobsterd {string.Join(' ', arguments)}\r\n");
        using var terminal = Pty.Open().Require();
        terminal.Resize(Columns, rows).Require();
        terminal.Master.SetBlocking().Require();
        using var program = stand.StartCli(arguments, terminal);
        using var seen = new CancellationTokenSource();
        var reading = Task.Run(() => Read(terminal, screen, seen.Token), cancellationToken);
        if (watched is { } time)
        {
            await Task.Delay(time, cancellationToken);
            // What it draws when it leaves is no picture of it.
            await seen.CancelAsync();
            program.Signal(Signals.Terminate).Require();
        }

        _ = await program.WaitForExitAsync(cancellationToken);
        await reading;
        return screen;
    }

    // To the end, which is an error of the terminal's: nobody has it open any more.
    private static void Read(Pty terminal, TerminalScreen screen, CancellationToken seen)
    {
        var buffer = new byte[16 << 10];
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[buffer.Length];
        while (terminal.Master.Read(buffer).TryGetValue(out var count) && count is > 0)
        {
            var length = decoder.GetChars(buffer.AsSpan(0, count.Value), text, flush: false);
            if (!seen.IsCancellationRequested) screen.Write(new string(text, 0, length));
        }
    }
}
