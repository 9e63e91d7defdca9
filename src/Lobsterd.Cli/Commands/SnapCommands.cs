using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>snap NAME</c>, which takes one or says when they are taken, and <c>snap ls|rm|verify|export|import</c>.</summary>
internal static class SnapCommands
{
    internal static Command Build(CommandFrame frame)
    {
        var name = new Argument<string?>("NAME") { Description = "The tenant", Arity = ArgumentArity.ZeroOrOne };
        var label = new Option<string?>("--label") { Description = $"By which it can be found again: {SnapLabel.Rule}", HelpName = "LABEL" };
        var stop = new Option<bool>("--stop") { Description = "Stop the VM for it and start it again, where the disk is too large to be held still" };
        var rule = new SnapRuleOptions();
        var command = new ExampledCommand(
            "snap",
            "Copy a tenant's disk as it is at one instant; list, check, move and remove such copies.",
            "The guest's file system is held still for the copy, for at most snap.maxFreezeMs. Prints the snap's id. With --every or --keep nothing is copied now: they are the tenant's own rule, "
            + "beside snap.schedules and before snap.retention of the configuration; inspect shows it. A tenant named as one of the commands below is taken after --.",
            "lobsterd snap alice --label before-upgrade",
            "lobsterd snap alice --every 6h --keep 28",
            "lobsterd snap alice --every 'Europe/Berlin 30 3 * * *'",
            "lobsterd snap ls alice",
            "lobsterd spawn bob --from alice@before-upgrade")
        {
            name, label, stop, rule.Every, rule.Keep, NewList(frame), NewRemove(frame), NewVerify(frame), NewExport(frame), NewImport(frame),
        };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(name) is not { } tenant) return new LobsterError(UsageErrors.ArgumentsInvalid, "which tenant?", "lobsterd snap NAME, or lobsterd snap ls");
            if (rule.Read(parsed).TryGetError(out var wrong, out var wanted)) return wrong;
            var now = new SnapCreateBody { Label = parsed.GetValue(label), Stop = parsed.GetValue(stop) };
            if (wanted is null) return await TakeAsync(shell, tenant, now, cancellationToken);
            return now == new SnapCreateBody()
                ? await SnapRuleOptions.SetAsync(shell, tenant, wanted, cancellationToken)
                : new LobsterError(UsageErrors.ArgumentsInvalid, "--label and --stop are for a snap that is taken now, --every and --keep for those that come", "two commands");
        });
        return command;
    }

    /// <summary>The path of a snap in the API.</summary>
    internal static string PathOf(string tenant, string snap) => $"{ReefPaths.Tenants}/{tenant}/snaps/{Uri.EscapeDataString(snap)}";

    /// <summary>A snap's id or label.</summary>
    internal static Argument<string> NewSnap() => new("SNAP") { Description = "The snap's id or label" };

    private static ExampledCommand NewList(CommandFrame frame)
    {
        var name = new Argument<string?>("NAME") { Description = "The tenant; all otherwise, those that are gone included", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand("ls", "List snaps, newest first.", "", "lobsterd snap ls", "lobsterd snap ls alice --json | jq '.snaps[].id'") { name };
        frame.Handle(command, (shell, parsed, cancellationToken) => SnapTable.WriteAsync(shell, parsed.GetValue(name), cancellationToken));
        return command;
    }

    private static ExampledCommand NewRemove(CommandFrame frame)
    {
        var (name, snap) = (CommandFrame.NewName(), NewSnap());
        var command = new ExampledCommand("rm", "Remove a snap.", "Tenants that were made from it or restored to it are not touched.", "lobsterd snap rm alice before-upgrade") { name, snap };
        frame.Handle(command, async (shell, parsed, cancellationToken) => CommandFrame.CheckNames(parsed.GetRequiredValue(name)).TryGetError(out var invalid)
            ? invalid
            : await shell.RemoveAsync($"{ReefPaths.Tenants}/{parsed.GetRequiredValue(name)}/snaps", parsed.GetRequiredValue(snap), cancellationToken));
        return command;
    }

    private static ExampledCommand NewVerify(CommandFrame frame)
    {
        var (name, snap) = (CommandFrame.NewName(), NewSnap());
        var command = new ExampledCommand("verify", "Read a whole snap and compare it with its hash.", "Exits with 4 where it is not what was sealed.", "lobsterd snap verify alice before-upgrade") { name, snap };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            if (CommandFrame.CheckNames(parsed.GetRequiredValue(name)).TryGetError(out var invalid)) return invalid;
            var path = $"{PathOf(parsed.GetRequiredValue(name), parsed.GetRequiredValue(snap))}/verify";
            if ((await shell.Client.AskBytesAsync("POST", path, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
            return ReefClient.Parse(path, bytes, ReefJson.Default.SnapBody).TryGetError(out error, out var body) ? error : await WriteAsync(shell, body);
        });
        return command;
    }

    private static ExampledCommand NewExport(CommandFrame frame)
    {
        var (name, snap, file) = (CommandFrame.NewName(), NewSnap(), new Argument<string>("FILE") { Description = "The new file, a tar.gz; nothing may be there yet" });
        var command = new ExampledCommand(
            "export", "Write a snap to one file.", "It holds the disk's content, secrets included, and is readable by root alone.", "lobsterd snap export alice before-upgrade /backup/alice.tar.gz") { name, snap, file };
        frame.Handle(command, async (shell, parsed, cancellationToken) => CommandFrame.CheckNames(parsed.GetRequiredValue(name)).TryGetError(out var invalid)
            ? invalid
            : await RunAsync(
                shell, $"export {parsed.GetRequiredValue(name)}", $"{PathOf(parsed.GetRequiredValue(name), parsed.GetRequiredValue(snap))}/export",
                FileOf(parsed.GetRequiredValue(file)), cancellationToken));
        return command;
    }

    private static ExampledCommand NewImport(CommandFrame frame)
    {
        var file = new Argument<string>("FILE") { Description = "A file that export wrote, here or on another host" };
        var command = new ExampledCommand(
            "import", "Take a snap from a file.", "All of it is checked before anything is kept. It is found by the name that its tenant had.", "lobsterd snap import /backup/alice.tar.gz") { file };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, "import", $"{ReefPaths.Snaps}/import", FileOf(parsed.GetRequiredValue(file)), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> TakeAsync(Shell shell, string name, SnapCreateBody body, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if (body.Label is { } label && SnapLabel.Check(label).TryGetError(out invalid)) return invalid;
        return await RunAsync(shell, $"snap {name}", $"{ReefPaths.Tenants}/{name}/snaps", JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.SnapCreateBody), cancellationToken);
    }

    private static byte[] FileOf(string path) => JsonSerializer.SerializeToUtf8Bytes(new SnapFileBody(Path.GetFullPath(path)), ReefJson.Default.SnapFileBody);

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string title, string path, byte[] body, CancellationToken cancellationToken)
    {
        var call = new OperationCall(title, "POST", path) { Body = body, CanBeCancelled = true };
        if ((await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        return operation?.Snap is { } snap ? await WriteAsync(shell, snap) : ReefSocket.NotUnderstood(path);
    }

    private static async Task<UnitResult<LobsterError>> WriteAsync(Shell shell, SnapBody snap)
    {
        if (shell.IsJson) shell.WriteJson(snap, ReefJson.Default.SnapBody);
        else await shell.Screen.Out.WriteAsync($"{snap.Tenant}@{snap.Id}\n");
        return UnitResult.Success<LobsterError>();
    }
}
