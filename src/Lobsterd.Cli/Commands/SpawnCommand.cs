using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Domain.Errors;

using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>spawn</c>: a new tenant.</summary>
internal static class SpawnCommand
{
    private const string NameTaken = "tenant.name.taken";

    internal static Command Build(CommandFrame frame)
    {
        var options = new SpawnOptions();
        var command = new ExampledCommand(
            "spawn",
            "Make a tenant: a VM of its own, started, claimed and routed.",
            "Prints its URL. Run again after it was cut off, it goes on with the same spawn. Ctrl-C cancels it: what it did is undone.",
            "lobsterd spawn alice",
            "lobsterd spawn bob --memory 512M --disk 8G --publish 2222:22 --env GREETING=hello",
            "lobsterd spawn carol --image debian --workload gateway --port 9000",
            "lobsterd spawn erin --rx 10M:40M --tx 5M --disk-rate 50M,500iops",
            "lobsterd spawn dave --from alice@before-upgrade");
        options.AddTo(command);
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
            options.Read(parsed).TryGetError(out var invalid, out var body) ? invalid : await RunAsync(shell, body, cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, SpawnBody body, CancellationToken cancellationToken)
    {
        var path = $"{ReefPaths.Tenants}/{body.Name}";
        var call = new OperationCall($"spawn {body.Name}", "POST", ReefPaths.Tenants)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.SpawnBody),
            CanBeCancelled = true,
            DoneAlready = NameTaken,
            StillStands = async (operation, token) =>
                (await shell.Client.GetAsync(path, ReefJson.Default.TenantBody, token)).TryGetValue(out var found) && found.Id == operation.Result?.Id,
        };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Result is not { } tenant && (await shell.Client.GetAsync(path, ReefJson.Default.TenantBody, cancellationToken)).TryGetError(out var gone, out tenant))
            return gone;

        if (tenant.UnlimitedIn.Count > 0)
            await shell.Screen.Error.WriteAsync($"warning: this host cannot limit {tenant.Name} in {string.Join(", ", tenant.UnlimitedIn)}; lobsterd doctor says more\n");
        if (shell.IsJson) shell.WriteJson(tenant, ReefJson.Default.TenantBody);
        else await shell.Screen.Out.WriteAsync($"{tenant.Url}\n");
        return UnitResult.Success<LobsterError>();
    }
}
