using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>init</c>: prepares the host.</summary>
internal static class InitCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var kernel = new Option<string>("--kernel") { Description = "An unpacked kernel package [default: the kernel that is stored]", HelpName = "DIR" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "init",
            "Prepare this host for tenants: folders, kernel, image, network, edge and Caddy.",
            "Run again, it makes right what is not. lobsterd uninit takes it all away.",
            "lobsterd init --kernel artifacts/kernel/linux-image-6.1.0-amd64",
            "lobsterd init --yes")
        {
            kernel, yes,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetValue(kernel), parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string? kernel, bool isYes, CancellationToken cancellationToken)
    {
        if (!isYes)
        {
            var asked = await Confirmation.RequireAsync(shell.Screen, "Prepare this host for tenants: a firewall table, forwarding, Caddy on the domain's port?", cancellationToken);
            if (asked.TryGetError(out var refused)) return refused;
        }

        var call = new OperationCall("init", "POST", ReefPaths.Init)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new InitBody(kernel is null ? null : Path.GetFullPath(kernel)), ReefJson.Default.InitBody),
            CanBeCancelled = true,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error)) return error;
        if ((await shell.Client.GetAsync(ReefPaths.Version, ReefJson.Default.VersionBody, cancellationToken)).TryGetError(out var unread, out var version)) return unread;
        if (shell.IsJson)
        {
            shell.WriteJson(version, ReefJson.Default.VersionBody);
            return UnitResult.Success<LobsterError>();
        }

        var hypervisor = version.Hypervisor is { } found
            ? $"tenants run on {found.Name} {found.Version} with {found.Accelerator}: {found.Why}"
            : "no hypervisor: lobsterd doctor says why";
        await shell.Screen.Out.WriteAsync($"this host is ready; {hypervisor}\n");
        return UnitResult.Success<LobsterError>();
    }
}
