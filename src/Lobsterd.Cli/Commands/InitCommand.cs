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
        var firecracker = new Option<string>("--firecracker") { Description = "A release of Firecracker to install: its tarball", HelpName = "PATH|URL" };
        var sha256 = new Option<string>("--sha256") { Description = "The tarball's SHA-256, as the release's page tells it", HelpName = "HASH" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "init",
            "Prepare this host for tenants: folders, kernel, image, network, edge and Caddy.",
            "Run again, it makes right what is not. lobsterd uninit takes it all away.",
            "lobsterd init --kernel artifacts/kernel/linux-image-6.1.0-amd64",
            "lobsterd init --firecracker firecracker-v1.16.1-x86_64.tgz --sha256 HASH",
            "lobsterd init --yes")
        {
            kernel, firecracker, sha256, yes,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(firecracker) is null) != (result.GetValue(sha256) is null)) result.AddError("--firecracker and --sha256 go together.");
        });
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(
            shell, BodyOf(parsed.GetValue(kernel), parsed.GetValue(firecracker), parsed.GetValue(sha256)), parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static InitBody BodyOf(string? kernel, string? firecracker, string? sha256) => new(
        kernel is null ? null : Path.GetFullPath(kernel),
        firecracker is null || sha256 is null ? null : new FirecrackerBody(IsUrl(firecracker) ? firecracker : Path.GetFullPath(firecracker), sha256));

    private static string? GroupOf(byte[] config)
    {
        using var document = JsonDocument.Parse(config);
        return document.RootElement.TryGetProperty("reef", out var reef) && reef.TryGetProperty("socketGroup", out var group) ? group.GetString() : null;
    }

    private static bool IsUrl(string text) => text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, InitBody body, bool isYes, CancellationToken cancellationToken)
    {
        if (!isYes)
        {
            var asked = await Confirmation.RequireAsync(shell.Screen, "Prepare this host for tenants: a firewall table, forwarding, Caddy on the domain's port?", cancellationToken);
            if (asked.TryGetError(out var refused)) return refused;
        }

        var call = new OperationCall("init", "POST", ReefPaths.Init)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.InitBody),
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
        if ((await shell.Client.GetBytesAsync(ReefPaths.Config, cancellationToken)).TryGetError(out unread, out var config)) return unread;
        if (GroupOf(config) is { } group)
            await shell.Screen.Out.WriteAsync($"members of group {GuestText.Of(group, hasColour: false)} may use lobsterd (reef.socketGroup), and so are root's equals on this host\n");
        return UnitResult.Success<LobsterError>();
    }
}
