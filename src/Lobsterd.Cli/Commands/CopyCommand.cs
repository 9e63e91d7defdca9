using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Copying;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Trees;

namespace Lobsterd.Cli.Commands;

/// <summary><c>cp</c>: files into a guest and out of it.</summary>
internal static class CopyCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var source = new Argument<string>("SRC") { Description = "A file or folder here, NAME:PATH in a tenant's guest, or - for standard input" };
        var target = new Argument<string>("DST") { Description = "The same; - is standard output" };
        var user = new Option<string>("--user", "-u") { Description = "The guest's user, with whose rights it is read or written [default: root]", HelpName = "USER" };
        var most = new Option<string>("--max") { Description = $"Most content that is taken from a guest [default: {Amounts.OfBytes(TreeLimits.UsualBytes)}]: {Amounts.SizeRule}", HelpName = "SIZE" };
        var command = new ExampledCommand(
            "cp",
            "Copy files and folders into a tenant's guest, or out of it.",
            "Into a folder that is there, else under the name that the path ends in. Permissions are kept, owners are not. Links, devices and pipes are left out and told, and then the exit code is 1; "
            + "what comes from a guest is never written anywhere but under DST.",
            "lobsterd cp site alice:/srv",
            "lobsterd cp alice:/var/log/app.log .",
            "lobsterd cp alice:/etc/os-release - | grep VERSION",
            "pg_dump shop | lobsterd cp - alice:/srv/shop.sql")
        {
            source, target, user, most,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetRequiredValue(source), parsed.GetRequiredValue(target), parsed.GetValue(user), parsed.GetValue(most), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(
        Shell shell, string source, string target, string? user, string? most, CancellationToken cancellationToken)
    {
        if (CopyPlan.Of(source, target).TryGetError(out var unclear, out var plan)) return unclear;
        if (CommandFrame.CheckNames(plan.Tenant).TryGetError(out var invalid)) return invalid;
        var bytes = most is null ? TreeLimits.UsualBytes : Amounts.ParseBytes(most);
        if (bytes is not { } limit) return new LobsterError(UsageErrors.ArgumentsInvalid, $"--max {PlainText.Of(most!, 32)} is no size", $"a size is {Amounts.SizeRule}");

        var tally = new TreeTally();
        using (new CopyProgress(shell.Screen, plan, tally, shell.Clock))
        {
            var run = new CopyRun(shell.Client, shell.Screen, tally);
            if ((await run.RunAsync(plan with { User = user, MostBytes = limit }, cancellationToken)).TryGetError(out var error)) return error;
        }

        return await TellAsync(shell, plan, tally);
    }

    /// <error code="tree.entries.skipped">Not everything could be copied.</error>
    private static async Task<UnitResult<LobsterError>> TellAsync(Shell shell, CopyPlan plan, TreeTally tally)
    {
        // What goes to standard output is the file alone.
        var said = plan.IsToStream ? shell.Screen.Error : shell.Screen.Out;
        if (shell.IsJson && !plan.IsToStream)
            shell.WriteJson(new CopyReport(tally.Files, tally.Folders, tally.Bytes, tally.SkippedCount, tally.Skipped), CliJson.Default.CopyReport);
        else if (!plan.IsToStream)
            await said.WriteAsync($"{CopyProgress.Line(tally)}\n");
        if (tally.SkippedCount == 0) return UnitResult.Success<LobsterError>();
        return new LobsterError(
            TreeErrors.Skipped,
            $"{tally.SkippedCount} left out: {string.Join(", ", tally.Skipped.Take(5))}{(tally.SkippedCount > 5 ? ", …" : "")}",
            "only files and folders are copied; for the rest: lobsterd exec NAME -- tar c PATH");
    }
}
