using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>The bare start of Firecracker's stand-ins: a jailer that builds a jail, until the API in it answers, or a machine runs. The same programs that a stand's tenants get.</summary>
/// <param name="stand">Whose programs are started.</param>
/// <param name="machine">What is made behind the API; null: nothing.</param>
internal sealed class BareJailer(ServiceStand stand, BareGuest? machine = null) : IDisposable
{
    private const string Id = "bare";
    private const uint User = 65_000;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("lob-jail-").FullName;

    private string Firecracker => stand.Standin?.Firecracker ?? throw new InvalidOperationException("the stand has no Firecracker");

    private string Jail => Path.Combine(folder, "firecracker", Id);

    private string Root => Path.Combine(Jail, "root");

    private string Socket => Path.Combine(Root, "run", "firecracker.socket");

    /// <summary>From the jailer's exec to the API's first answer, or to a guest that runs, in ms; nothing is left of it afterwards.</summary>
    internal async Task<double> AnswerMsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var user = User.ToString(CultureInfo.InvariantCulture);
            var start = Stopwatch.GetTimestamp();
            machine?.Furnish(Root, User);
            using var jailer = Spawner.Start(new SpawnInput
            {
                Program = Path.Combine(Path.GetDirectoryName(Firecracker)!, "jailer"),
                Arguments =
                [
                    "--id", Id, "--exec-file", Firecracker, "--uid", user, "--gid", user, "--chroot-base-dir", folder,
                    "--resource-limit", "no-file=1024", "--new-pid-ns", "--", "--level", "Warn",
                ],
                NewSession = true,
            }).Require();
            await AskAsync(start, cancellationToken);
            if (machine is not null) await machine.RunAsync(Socket, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            _ = await jailer.WaitForExitAsync(cancellationToken);
            return elapsed;
        }
        finally
        {
            await EndAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task AskAsync(long start, CancellationToken cancellationToken)
    {
        while (!File.Exists(Socket) || !await AnswersAsync(Socket, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(start) > LongestStart) throw new TimeoutException("the bare Firecracker did not answer");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (SocketException)
        {
            // Bound, and not yet listening.
            return false;
        }

        _ = await socket.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: bare\r\n\r\n"), cancellationToken);
        return await socket.ReceiveAsync(new byte[1], cancellationToken) == 1;
    }

    private async Task EndAsync()
    {
        if (int.TryParse(await File.ReadAllTextAsync(Path.Combine(Root, "firecracker.pid")), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && PidFd.Open(pid).TryGetValue(out var vmm))
        {
            using (vmm)
            {
                _ = vmm.Signal(Signals.Kill);
                await vmm.WaitForExitAsync(CancellationToken.None);
            }
        }

        Directory.Delete(Jail, recursive: true);
        machine?.Clear();
    }
}
