using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Ptys;

namespace Lobsterd.Standin.Stand;

/// <summary>A whole lobsterd in a network namespace and a root of its own: started, killed and started again as often as a test likes.</summary>
public sealed partial class ServiceStand : IAsyncDisposable
{
    // Caddy's default address; the namespace is the stand's own, so nobody else has it.
    private const int CaddyPort = 8080;
    private const uint ReadableByAll = 0x1A4;    // 0644
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    // Twice what the service gives itself and its requests.
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(1);

    private readonly StandOptions options;
    private readonly RootFolder folder = new("r");
    private ChildProcess? service;
    private Fd? ready;

    /// <summary>Prepares root and namespace; nothing runs yet.</summary>
    public ServiceStand(StandOptions options)
    {
        this.options = options;
        // Edge, Caddy and VMMs run as users of their own and pass through here.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_001_001);
        if (options.HasOwnDisk) disk = new StandDisk(folder.Path, Paths.Root);
        MountRun();
        _ = Directory.CreateDirectory(Paths.Etc);
        if (options.Machine is StandMachine.FirecrackerNull or StandMachine.FirecrackerQemu)
            Standin = new StandinPrograms(folder["fc"], options.Binaries, options.Machine == StandMachine.FirecrackerQemu ? "qemu" : "null");
        DurableFile.Replace(Paths.Config, Encoding.UTF8.GetBytes(Configured()), ReadableByAll).Require();
        Reef = new ReefClient(Paths.ServiceSocket);
        Browser = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectToCaddyAsync, UseProxy = false });
        Web = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectToCaddyAsync, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    }

    // A template is made behind the first spawn that misses it, and hypervisors are started to wait behind those that were used: whoever counts what stands on the host
    // has no use for that. And who damages a
    // tenant to see what happens to it wants nobody to repair it meanwhile, nor to try what it sleeps as; a test of these names them in its configuration.
    private string Configured()
    {
        var whole = JsonNode.Parse(Standin?.Configure(options.Config) ?? options.Config ?? "{}")!.AsObject();
        if (whole["watchdog"] is null) whole["watchdog"] = new JsonObject { ["mode"] = WatchdogConfig.Off };
        if (whole["wake"] is not JsonObject wake) whole["wake"] = wake = [];
        if (wake["verifyAfterMs"] is null) wake["verifyAfterMs"] = 0;
        if (whole["hypervisor"] is not JsonObject hypervisor) whole["hypervisor"] = hypervisor = [];
        if (!options.HasTemplates) hypervisor["templates"] = HypervisorConfig.WithoutTemplates;
        if (!options.HasPool && !hypervisor.ContainsKey("pool")) hypervisor["pool"] = 0;
        return whole.ToJsonString();
    }

    /// <summary>The root's layout.</summary>
    public LobsterdPaths Paths => folder.Paths;

    /// <summary>The network that it lives in.</summary>
    public NetNamespace Network { get; private set; } = NetNamespace.Create();

    /// <summary>The stand-ins of jailer and Firecracker; null where tenants run in something else.</summary>
    public StandinPrograms? Standin { get; }

    /// <summary>The service's API.</summary>
    public ReefClient Reef { get; }

    /// <summary>A browser's way in: any URL, through Caddy.</summary>
    public HttpClient Web { get; }

    /// <summary>The same way for a WebSocket, which wants a bare handler.</summary>
    public HttpMessageInvoker Browser { get; }

    /// <summary>What the service has logged.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    /// <summary>Absolute path of the folder with its programs.</summary>
    public string Binaries => options.Binaries;

    /// <summary>Absolute path of the kernel package that <c>init</c> is given.</summary>
    public string Kernel => options.Kernel;

    /// <summary>Whether hypervisors wait for tenants in it, as lobsterd has it by default.</summary>
    public bool HasPool => options.HasPool;

    /// <summary>The service's process; null while none runs.</summary>
    public ChildProcess? Service => service;

    private Dictionary<string, string> CliEnvironment => new()
    {
        ["LOBSTERD_ROOT"] = Paths.Root,
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["HOME"] = folder.Path,
    };

    private SpawnInput CliInput(IReadOnlyList<string> arguments) =>
        new() { Program = Path.Combine(options.Binaries, "lobsterd"), Arguments = arguments, Environment = CliEnvironment };

    private string JournalFaultsFile => folder["journal-faults"];

    private string LogFile => folder["service.log"];

    /// <summary>A stand whose host is prepared: <c>init</c> has run.</summary>
    public static async Task<ServiceStand> ReadyAsync(StandOptions options, CancellationToken cancellationToken)
    {
        var stand = new ServiceStand(options);
        try
        {
            await stand.StartAsync(cancellationToken);
            _ = await stand.InitAsync(cancellationToken);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service and waits until it answers. Its journals have no faults.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message is its log.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(JournalFaultsFile);
        await StartUnreadyAsync(cancellationToken);
        if (!await IsReadyAsync(cancellationToken)) throw new InvalidOperationException($"the service ended before it was ready:\n{Log}");
    }

    /// <summary>Has the running service's journals fail, or kill it, at chosen writes from now on; the next service's do not.</summary>
    /// <param name="journalFaults">E.g. <c>fail:7,kill-before:9</c>; counted from the next write. Not the same as before in one life of a service.</param>
    public void Arm(string journalFaults)
    {
        var fresh = $"{JournalFaultsFile}.new";
        File.WriteAllText(fresh, journalFaults);
        File.Move(fresh, JournalFaultsFile, overwrite: true);
    }

    /// <summary>Prepares the host, which must succeed.</summary>
    public async Task<OperationOutcome> InitAsync(CancellationToken cancellationToken) => (await InitUncheckedAsync(cancellationToken)).Succeeded();

    /// <summary>Prepares the host, or tries to.</summary>
    public Task<OperationOutcome> InitUncheckedAsync(CancellationToken cancellationToken) => Reef.InitAsync(options.Kernel, cancellationToken);

    /// <summary>Starts the command line as <see cref="CliAsync"/> does, and leaves it alone.</summary>
    public ChildProcess StartCli(IReadOnlyList<string> arguments) =>
        Network.Start(CliInput(arguments));

    /// <summary>Starts the command line on a terminal that knows colours.</summary>
    public ChildProcess StartCli(IReadOnlyList<string> arguments, Pty terminal) => Network.Start(CliInput(arguments) with
    {
        Environment = new Dictionary<string, string>(CliEnvironment) { ["TERM"] = "xterm-256color" },
        NewSession = true,
        ControllingTerminal = terminal.Terminal,
    });

    /// <summary>Runs the command line in the stand's network, on its root, to its end.</summary>
    public Task<ProgramResult> CliAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ProgramAsync(Path.Combine(options.Binaries, "lobsterd"), arguments, cancellationToken);

    /// <summary>Runs a shell's line in the stand's network, where <c>lobsterd</c> is the command line on the stand's root: for pipes and redirections.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="within">How long it may take; null: two minutes.</param>
    public Task<ProgramResult> ShellAsync(string line, CancellationToken cancellationToken, TimeSpan? within = null) =>
        ProgramAsync("/bin/sh", ["-c", $"PATH='{options.Binaries}':$PATH; {line}"], cancellationToken, within);

    private async Task<ProgramResult> ProgramAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        var runner = new ProgramRunner(TimeProvider.System);
        var input = new ProgramInput
        {
            Program = program,
            Arguments = arguments,
            Environment = CliEnvironment,
            Timeout = within ?? TimeSpan.FromMinutes(2),
            MaxOutputBytes = 4 << 20,
        };
        return (await Network.Run(() => runner.RunAsync(input, cancellationToken))).Require();
    }

    /// <summary>A real SIGKILL, and the end of the process.</summary>
    public async Task KillAsync()
    {
        if (service is not { } running) return;
        running.Signal(Signals.Kill).Require();
        await WaitForEndAsync();
    }

    /// <summary>Waits until the service has ended by itself.</summary>
    /// <exception cref="TimeoutException">It did not; it is killed then, and the message is its log.</exception>
    public async Task WaitForEndAsync()
    {
        if (service is not { } ending) return;
        service = null;
        using (ending)
        {
            using var bound = new CancellationTokenSource(EndBound, TimeProvider.System);
            try
            {
                _ = await ending.WaitForExitAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                _ = ending.Signal(Signals.Kill);
                _ = await ending.WaitForExitAsync(CancellationToken.None);
                throw new TimeoutException($"the service did not end within {EndBound.TotalSeconds:0} s:\n{Log}");
            }
        }
    }

    /// <summary>Ends the service as <c>lobsterd service stop</c> does: tenants run on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Reef.StopAsync(cancellationToken);
        await WaitForEndAsync();
    }

    /// <summary>Evicts and uninits by the product's own means; then ends what is left, so that a failed test leaves nothing either.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        try
        {
            if (service is null || service.Process.HasExited) await StartAsync(bound.Token);
            await Reef.ClearAsync(bound.Token);
            await StopAsync(bound.Token);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException or OperationCanceledException or TimeoutException or JsonException)
        {
            // Whatever kept the product from clearing up is the test's to tell; this only sees to it that nothing stays.
        }

        await KillAsync();
        await HostPicture.EndProcessesAsync(Paths, Network.Identity);
        Web.Dispose();
        Browser.Dispose();
        Reef.Dispose();
        Network.Dispose();
        HostPicture.RemoveCgroups(Paths);
        RemoveDisks();
        folder.Dispose();
    }

    private async Task StartUnreadyAsync(CancellationToken cancellationToken)
    {
        if (service is not null) throw new InvalidOperationException("the service runs already");
        if (Standin is not null) await Standin.PrepareAsync(cancellationToken);
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ["HOME"] = folder.Path };
        if (options.Machine == StandMachine.Null)
        {
            environment["LOBSTERD_TEST_NULL_VMM"] = Path.Combine(options.Binaries, "lobsterd-null-vmm");
            environment["LOBSTERD_TEST_GUEST"] = Path.Combine(options.Binaries, "lobsterd-guest");
        }

        foreach (var (name, value) in options.Environment) environment[name] = value;
        environment["LOBSTERD_TEST_ARMED_FAULTS"] = JournalFaultsFile;
        await using var log = new FileStream(LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await log.FlushAsync(cancellationToken);

        var pipe = Pipe.Create().Require();
        ready = pipe.ReadEnd;
        using (pipe.WriteEnd)
        {
            service = StartInThisBoot(new SpawnInput
            {
                Program = Path.Combine(options.Binaries, "lobsterd-test-service"),
                Arguments = ["--root", Paths.Root, "--ready-fd", "3"],
                Environment = environment,
                Descriptors = [new ChildDescriptor(1, log.SafeFileHandle), new ChildDescriptor(2, log.SafeFileHandle), new ChildDescriptor(3, pipe.WriteEnd)],
                NewSession = true,
            });
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (ready is not { } end) throw new InvalidOperationException("no service was started");
        end.SetBlocking().Require();
        await using var stream = new FileStream(end.TakeFileHandle(), FileAccess.Read, bufferSize: 0);
        var read = await stream.ReadAsync(new byte[1], cancellationToken).AsTask().WaitAsync(StartBound, TimeProvider.System, cancellationToken);
        if (read == 1) return true;
        await WaitForEndAsync();
        return false;
    }

    private async ValueTask<Stream> ConnectToCaddyAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, CaddyPort), cancellationToken), ownsSocket: true);
}
