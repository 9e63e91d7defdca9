using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>service run|start|stop|status</c>.</summary>
internal static class ServiceCommands
{
    private const int NotRunning = 3;

    internal static Command Build(CommandFrame frame)
    {
        var run = new ExampledCommand("run", "Become the service, in the foreground, logging to standard error.", "", "lobsterd service run --root /srv/test");
        frame.Handle(run, (shell, _, _) => Task.FromResult(UnitResult.Failure(Become(ServiceProgram.Of(shell.Paths.Root)))));

        var start = new ExampledCommand("start", "Start the service unless one answers.", "Commands that need it do so by themselves.", "lobsterd service start");
        frame.Handle(start, StartAsync);

        var stop = new ExampledCommand("stop", "Stop the service.", "Tenants, edge and Caddy run on; URLs keep answering.", "lobsterd service stop");
        frame.Handle(stop, StopAsync);

        var status = new ExampledCommand("status", "Say whether a service answers, and which.", "None is started. Exits with 3 when none answers.", "lobsterd service status --json");
        frame.HandleCode(status, StatusAsync);

        return new ExampledCommand(
            "service", "Run, start, stop and ask for the service: the one writer of all state.", "", "lobsterd service status", "lobsterd service stop") { run, start, stop, status };
    }

    private static LobsterError Become(ServiceProgram program) =>
        Lobsterd.Linux.Processes.Exec.Replace(program.Path, program.Arguments, ServiceProgram.ServiceEnvironment());

    private static async Task<UnitResult<LobsterError>> StartAsync(Shell shell, ParseResult parsed, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Version, ReefJson.Default.VersionBody, cancellationToken)).TryGetError(out var error, out var version)) return error;
        await WriteAsync(shell, version);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> StopAsync(Shell shell, ParseResult parsed, CancellationToken cancellationToken)
    {
        if ((await new ServiceStop(shell.Client, shell.Clock).RunAsync(cancellationToken)).TryGetError(out var error, out var wasThere)) return error;
        if (shell.IsJson) shell.WriteJson(new ServiceReport(Running: false, Service: null), CliJson.Default.ServiceReport);
        else await shell.Screen.Out.WriteAsync(wasThere ? "the service has stopped; tenants run on\n" : "no service was running\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<Result<int, LobsterError>> StatusAsync(Shell shell, ParseResult parsed, CancellationToken cancellationToken)
    {
        var asked = await shell.Client.AskAsync(new ReefRequest("GET", ReefPaths.Version), cancellationToken);
        if (asked.TryGetError(out var error, out var exchange))
        {
            if (error.Code != ClientErrors.Silent) return error;
            if (shell.IsJson) shell.WriteJson(new ServiceReport(Running: false, Service: null), CliJson.Default.ServiceReport);
            else await shell.Screen.Out.WriteAsync($"{error.Message}\n");
            return NotRunning;
        }

        using var answer = exchange;
        if ((await exchange.ReadAllAsync(1 << 20, cancellationToken)).Bind(bytes => ReefClient.Parse(ReefPaths.Version, bytes, ReefJson.Default.VersionBody))
            .TryGetError(out var unread, out var version)) return unread;
        await WriteAsync(shell, version);
        return 0;
    }

    private static async Task WriteAsync(Shell shell, VersionBody version)
    {
        if (shell.IsJson)
        {
            shell.WriteJson(new ServiceReport(Running: true, version), CliJson.Default.ServiceReport);
            return;
        }

        var age = Amounts.OfAge(shell.Clock.GetUtcNow() - version.StartedAt);
        var hypervisor = version.Hypervisor is { } found ? $"{found.Name} {found.Version}, {found.Accelerator}: {found.Why}" : "none: lobsterd doctor says why";
        await shell.Screen.Out.WriteAsync(
            $"""
            service     running for {age}, process {version.Pid}, version {version.Version}
            root        {version.Root}
            host        {(version.Initialized ? "prepared" : "not prepared: lobsterd init")}
            hypervisor  {hypervisor}

            """);
    }
}
