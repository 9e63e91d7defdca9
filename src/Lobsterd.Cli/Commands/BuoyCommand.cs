using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>buoy enable|disable|status</c>: where the API listens.</summary>
internal static class BuoyCommand
{
    private const string DefaultHost = "127.0.0.1";
    private const int DefaultPort = 7070;

    internal static Command Build(CommandFrame frame)
    {
        var status = new ExampledCommand("status", "Show where the API listens.", "", "lobsterd buoy status");
        frame.Handle(status, (shell, _, cancellationToken) => AskAsync(shell, "GET", cancellationToken));
        var disable = new ExampledCommand(
            "disable", "End the API's listening on TCP.", "Whoever is connected there is cut off; the Unix socket goes on.", "lobsterd buoy disable");
        frame.Handle(disable, (shell, _, cancellationToken) => AskAsync(shell, "DELETE", cancellationToken));

        var command = new ExampledCommand(
            "buoy",
            "Show where the API listens, or let it listen on TCP.",
            "The API always answers on its Unix socket. On TCP, which is off until it is enabled, it asks for a token (lobsterd tokens create).",
            "lobsterd buoy",
            "lobsterd buoy enable",
            "lobsterd buoy disable") { status, Enable(frame), disable };
        frame.Handle(command, (shell, _, cancellationToken) => AskAsync(shell, "GET", cancellationToken));
        return command;
    }

    private static ExampledCommand Enable(CommandFrame frame)
    {
        var host = new Option<string>("--host") { Description = "IP address to listen on", HelpName = "ADDRESS", DefaultValueFactory = _ => DefaultHost };
        var port = new Option<int>("--port") { Description = "Port to listen on", HelpName = "PORT", DefaultValueFactory = _ => DefaultPort };
        var certificate = new Option<string?>("--certificate") { Description = "Certificate chain (PEM), for TLS; a renewed one is taken by itself", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "Its key (PEM)", HelpName = "FILE" };
        var plain = new Option<bool>("--plain") { Description = "Without TLS beyond this host too: tokens cross that network in the open" };
        var command = new ExampledCommand(
            "enable",
            "Let the API listen on TCP, now and whenever the service starts.",
            "Beyond loopback it wants TLS, or --plain.",
            "lobsterd buoy enable",
            "lobsterd buoy enable --host 0.0.0.0 --port 7443 --certificate /etc/ssl/reef.pem --key /etc/ssl/reef.key") { host, port, certificate, key, plain };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            var body = new BuoyEnableBody(
                parsed.GetRequiredValue(host), parsed.GetRequiredValue(port), WholePath(parsed.GetValue(certificate)), WholePath(parsed.GetValue(key)), parsed.GetValue(plain));
            var asked = await shell.Client.ExchangeAsync("PUT", ReefPaths.Buoy, body, ReefJson.Default.BuoyEnableBody, ReefJson.Default.BuoyBody, cancellationToken);
            return asked.TryGetError(out var error, out var buoy) ? error : await WriteAsync(shell, buoy);
        });
        return command;
    }

    private static async Task<UnitResult<LobsterError>> AskAsync(Shell shell, string method, CancellationToken cancellationToken)
    {
        if ((await shell.Client.AskBytesAsync(method, ReefPaths.Buoy, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        return Client.ReefClient.Parse(ReefPaths.Buoy, bytes, ReefJson.Default.BuoyBody).TryGetError(out var garbled, out var buoy) ? garbled : await WriteAsync(shell, buoy);
    }

    private static async Task<UnitResult<LobsterError>> WriteAsync(Shell shell, BuoyBody buoy)
    {
        if (shell.IsJson)
        {
            shell.WriteJson(buoy, ReefJson.Default.BuoyBody);
            return UnitResult.Success<LobsterError>();
        }

        await shell.Screen.Out.WriteAsync($"socket  {buoy.Socket}\n");
        await shell.Screen.Out.WriteAsync($"tcp     {buoy.Url ?? (buoy.Problem is { } problem ? $"not as it shall: {PlainText.Of(problem, 500)}" : "off; lobsterd buoy enable switches it on")}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static string? WholePath(string? path) => path is null ? null : Path.GetFullPath(path);
}
