using System.Globalization;
using System.Net.Sockets;
using Lobsterd.Standin.Firecracker.Api;
using Lobsterd.Standin.Firecracker.Vm;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>The process: arguments, log, metrics, socket, then requests one at a time until it ends.</summary>
internal static class FirecrackerProgram
{
    private const int ArgumentExit = 153;
    private const int LevelExit = 152;

    private static readonly ArgumentRule[] Rules =
    [
        new("api-sock") { Default = "/run/firecracker.socket" }, new("id") { Default = "anonymous-instance" },
        new("seccomp-filter") { Forbids = "no-seccomp" }, new("no-seccomp", false),
        new("start-time-us"), new("start-time-cpu-us"), new("parent-cpu-time-us"),
        new("config-file"), new("metadata"), new("no-api", false) { Requires = "config-file" },
        new("log-path"), new("level"), new("module"), new("show-level", false), new("show-log-origin", false), new("metrics-path"),
        new("boot-timer", false), new("enable-pci", false), new("version", false), new("snapshot-version", false), new("describe-snapshot"),
        new("http-api-max-payload-size") { Default = "51200" }, new("mmds-size-limit"),
    ];

    internal static int Run(string[] words)
    {
        var log = new Log();
        Arguments arguments;
        try
        {
            arguments = Arguments.Parse(Rules, words);
        }
        catch (Fault fault)
        {
            return End(log, ArgumentExit, $"Arguments parsing error: {fault.Message} \\n\\nFor more information try --help.", $"ParseArguments({fault.Message})");
        }
        if (arguments.WantsHelp || arguments.WantsVersion || arguments.Has("snapshot-version")) return Print(arguments, log);

        var id = arguments.Value("id")!;
        if (InstanceId.Refuse(id) is { } refused) return Panic(log, $"Invalid instance ID: {refused.Debug}");
        foreach (var number in (ReadOnlySpan<string>)["start-time-us", "start-time-cpu-us", "parent-cpu-time-us", "http-api-max-payload-size", "mmds-size-limit"])
            if (arguments.Value(number) is { } text && !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return Panic(log, $"'{number}' parameter expected to be of 'u64' type.");
        foreach (var unknown in (ReadOnlySpan<string>)["config-file", "metadata", "no-api", "seccomp-filter", "describe-snapshot", "enable-pci"])
            if (arguments.Has(unknown)) return End(log, 1, $"stand-in: --{unknown} is not played here", "StandIn");
        return Serve(arguments, id, log);
    }

    private static int Serve(Arguments arguments, string id, Log log)
    {
        log.Name(id);
        if (arguments.Value("level") is { } level && !log.TrySetLevel(level)) return End(log, LevelExit, $"Logger error: {level}", "InvalidLogLevel");
        log.Adjust(arguments.Has("show-level") ? true : null, arguments.Has("show-log-origin") ? true : null, arguments.Value("module"));
        if (arguments.Value("log-path") is { } logPath && log.TryOpen(logPath) is { } why)
            return End(log, 1, $"Could not initialize logger: Failed to open target file: {why}", "LoggerInitialization");
        log.Info("Running Firecracker v1.16.1");
        var metrics = new Metrics();
        if (arguments.Value("metrics-path") is { } metricsPath && metrics.TryOpen(metricsPath) is { } refused)
            return End(log, 1, $"Could not initialize metrics: Cannot initialize the metrics system due to bad user input: {refused}", "MetricsInitialization");

        var choice = File.Exists($"{StandinChoice.Inside}/{StandinChoice.FileName}")
            ? StandinChoice.Parse(File.ReadAllText($"{StandinChoice.Inside}/{StandinChoice.FileName}"))
            : new StandinChoice { Machine = "none" };
        var faults = new FaultPlan(choice);
        using var signals = new FatalSignals(log, metrics);
        if (faults.OpensNoSocket)
        {
            new ManualResetEvent(false).WaitOne();
        }

        var socket = arguments.Value("api-sock")!;
        if (!TryBind(socket, out var listener, out var words, out var debug)) return End(log, 1, words, debug);
        log.Info($"Listening on API socket (\"{socket}\").");
        log.Info("API server started.", "fc_api");
        faults.LeaveFiles();

        var machine = new MicroVm(id, log, metrics, choice, faults);
        var limit = int.Parse(arguments.Value("http-api-max-payload-size")!, CultureInfo.InvariantCulture);
        new ApiServer(listener, limit, new Router(machine, log, metrics), faults, new RequestRecord()).Run();
        return 0;
    }

    private static bool TryBind(string path, out Socket listener, out string words, out string debug)
    {
        (words, debug) = ("", "");
        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            (words, debug) = ("RunWithApiError error: Failed to bind and run the HTTP server: IO error: path must be shorter than SUN_LEN", "RunWithApi(FailedToBindAndRunHttpServer)");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            words = $"RunWithApiError error: Failed to open the API socket at: {path}. Check that it is not already used.";
            debug = $"RunWithApi(FailedToBindSocket(\"{path}\"))";
        }
        catch (SocketException exception)
        {
            words = $"RunWithApiError error: Failed to bind and run the HTTP server: IO error: {IoText.Of(exception.NativeErrorCode)}";
            debug = "RunWithApi(FailedToBindAndRunHttpServer)";
        }
        return false;
    }

    private static int Print(Arguments arguments, Log log)
    {
        Kernel.Say(arguments.WantsHelp ? "Firecracker v1.16.1.\n\n" + string.Concat(Rules.Select(rule => $"  --{rule.Name}\n"))
            : arguments.WantsVersion ? "Firecracker v1.16.1\n\n" : "v10.0.0\n");
        log.Info("Firecracker exiting successfully. exit_code=0");
        return 0;
    }

    internal static int End(Log log, int code, string words, string debug)
    {
        log.Error(words);
        log.Error($"Firecracker exiting with error. exit_code={code}");
        Kernel.Complain($"Error: {debug}\n");
        return code;
    }

    // A panic is SIGABRT, after its words went to the log.
    private static int Panic(Log log, string words)
    {
        log.Error($"Firecracker panicked at src/firecracker/src/main.rs:1:1:\n{words}");
        _ = Kernel.Call(62, (nint)Kernel.Call(39), 6);
        return 134;
    }
}
