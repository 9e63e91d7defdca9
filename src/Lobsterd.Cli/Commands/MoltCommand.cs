using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>molt</c>: check, repair, check again.</summary>
internal static class MoltCommand
{
    private const int Unhealthy = 1;
    private const string Host = "(host)";

    internal static Command Build(CommandFrame frame)
    {
        var names = new Argument<string[]>("NAME") { Description = "The tenants [default: all]", Arity = ArgumentArity.ZeroOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Look only, and say what would be done" };
        var command = new ExampledCommand(
            "molt",
            "Check the host and its tenants, repair what is wrong, and check again.",
            "Looks at what all tenants share first, then at the tenants side by side; the smallest repair is tried first. Exits with 0 only when all is healthy. docs/operating.md says what each check means.",
            "lobsterd molt",
            "lobsterd molt alice bob --dry-run",
            "lobsterd molt --json | jq -r '.parties[] | select(.healthy | not) | .tenant'")
        {
            names, dryRun,
        };
        frame.HandleCode(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetValue(names) ?? [], parsed.GetValue(dryRun), cancellationToken));
        return command;
    }

    private static async Task<Result<int, LobsterError>> RunAsync(Shell shell, string[] names, bool isDryRun, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(names).TryGetError(out var invalid)) return invalid;
        var title = $"molt{(names.Length > 0 ? " " : "")}{string.Join(' ', names)}";
        var call = new OperationCall(title, "POST", ReefPaths.Molt)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new MoltBody { Names = names, DryRun = isDryRun }, ReefJson.Default.MoltBody),
        };
        if ((await shell.RunTabledAsync(call, "TENANT", cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (operation?.Molt is not { } report) return new LobsterError(ClientErrors.Lost, "the service does not say what it found", "lobsterd molt tries again");

        if (shell.IsJson) shell.WriteJson(report, ReefJson.Default.MoltReportBody);
        else Write(shell.Screen, report);
        return report.Healthy ? 0 : Unhealthy;
    }

    private static void Write(Screen screen, MoltReportBody report)
    {
        var table = new FittedTable(
            new("TENANT", 9), new("STATUS", 8, IsColoured: true), new("CHECK", 7), new("FOUND", 6, MayWrap: true), new("REPAIR", 5), new("ADVICE", 4, MayWrap: true))
        {
            WhenEmpty = "nothing was checked",
        };
        foreach (var party in report.Parties)
        {
            var name = party.Tenant ?? Host;
            if (party.Healthy && party.Repairs.Count == 0) table.Add(name, "healthy", "", "", "", "");
            foreach (var repair in party.Repairs)
                table.Add(name, StatusOf(repair), repair.Check, Plain(repair.Error?.Detail ?? repair.Evidence), repair.Repair, "");
            foreach (var check in party.Checks.Where(check => check.Status != "healthy" && (!report.DryRun || check.Repair is null)))
                table.Add(name, check.Status, check.Name, Plain(check.Evidence), "", check.Advice ?? "");
        }

        table.Write(screen, WordStyles.Of);
    }

    private static string StatusOf(MoltRepairBody repair) => repair.Helped switch
    {
        null => "would repair",
        true => "repaired",
        false => "not repaired",
    };

    private static string Plain(string text) => GuestText.Of(text, hasColour: false);
}
