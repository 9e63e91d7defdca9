using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>evict</c>: tenants go, with a proof that nothing is left.</summary>
internal static class EvictCommand
{
    private const string Unknown = "tenant.name.unknown";

    internal static Command Build(CommandFrame frame)
    {
        var names = new Argument<string[]>("NAME") { Description = "The tenants", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every tenant" };
        var graceful = new Option<bool>("--graceful") { Description = "Let the guest stop its workload first; waits for it, within a bound" };
        var keepSnaps = new Option<bool>("--keep-snaps") { Description = "Keep the snaps of their disks: lobsterd spawn NEW --from NAME@SNAP" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var command = new ExampledCommand(
            "evict",
            "Remove tenants with all that is theirs, and prove that nothing is left.",
            "Their disks and the snaps of them go too; there is no way back. Ctrl-C ends the wait, not the eviction.",
            "lobsterd evict alice --yes",
            "lobsterd evict alice bob --graceful",
            "lobsterd evict --all --yes")
        {
            names, all, graceful, keepSnaps, yes,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetValue(names) ?? [], parsed.GetValue(all), new Ways(parsed.GetValue(graceful), parsed.GetValue(keepSnaps)), parsed.GetValue(yes), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string[] named, bool isAll, Ways ways, bool isYes, CancellationToken cancellationToken)
    {
        if (isAll == named.Length > 0)
            return new LobsterError(UsageErrors.ArgumentsInvalid, isAll ? "--all and names exclude each other" : "which tenants?", "lobsterd evict NAME..., or lobsterd evict --all");
        if (CommandFrame.CheckNames(named).TryGetError(out var invalid)) return invalid;
        IReadOnlyList<string> names = named;
        if (isAll)
        {
            if ((await AllAsync(shell, cancellationToken)).TryGetError(out var unread, out var found)) return unread;
            names = found;
        }

        if (names.Count > 0 && !isYes)
        {
            var what = ways.KeepsSnaps ? "Their disks are removed." : "Their disks are removed, and all snaps of them.";
            var asked = await Confirmation.RequireAsync(shell.Screen, $"Evict {string.Join(", ", names)}? {what}", cancellationToken);
            if (asked.TryGetError(out var refused)) return refused;
        }

        return await EvictAsync(shell, [.. names.Distinct()], ways, cancellationToken);
    }

    // One failure does not keep the others; the first one is the command's.
    private static async Task<UnitResult<LobsterError>> EvictAsync(Shell shell, List<string> names, Ways ways, CancellationToken cancellationToken)
    {
        LobsterError? failed = null;
        foreach (var name in names)
        {
            var call = new OperationCall($"evict {name}", "DELETE", $"{ReefPaths.Tenants}/{name}{ways.Query}")
            {
                DoneAlready = Unknown,
                StillStands = async (_, token) =>
                    (await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}", ReefJson.Default.TenantBody, token)).TryGetError(out var gone) && gone.Code.Name == Unknown,
            };
            var snaps = ways.KeepsSnaps ? 0 : await CountSnapsAsync(shell, name, cancellationToken);
            var ended = await shell.RunAsync(call, cancellationToken);
            if (ended.TryGetError(out var error, out var operation))
            {
                if (failed is not null) _ = ErrorReport.Write(shell.Screen, failed, isJson: false);
                failed = error;
                if (error.Code == Client.ClientErrors.Interrupted) return error;
                continue;
            }

            if (!shell.IsJson) await shell.Screen.Out.WriteAsync(snaps > 0 ? $"{name} is gone, with {snaps} snaps of its disk\n" : $"{name} is gone\n");
            else if (operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        }

        return failed is null ? UnitResult.Success<LobsterError>() : failed;
    }

    private static async Task<Result<IReadOnlyList<string>, LobsterError>> AllAsync(Shell shell, CancellationToken cancellationToken)
    {
        // A root of which nothing is there has no tenants; no service need be started to say so.
        if (!RootRemoval.IsAnythingIn(shell.Paths)) return Array.Empty<string>();
        return (await shell.Client.GetAsync(ReefPaths.Tenants, ReefJson.Default.TenantList, cancellationToken))
            .Map(IReadOnlyList<string> (list) => [.. list.Tenants.Select(tenant => tenant.Name)]);
    }

    private static async Task<int> CountSnapsAsync(Shell shell, string name, CancellationToken cancellationToken) =>
        (await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}/snaps", ReefJson.Default.SnapList, cancellationToken)).TryGetValue(out var list) ? list.Snaps.Count : 0;

    private sealed record Ways(bool IsGraceful, bool KeepsSnaps)
    {
        internal string Query => (IsGraceful, KeepsSnaps) switch
        {
            (true, true) => "?graceful=true&keepSnaps=true",
            (true, false) => "?graceful=true",
            (false, true) => "?keepSnaps=true",
            _ => "",
        };
    }
}
