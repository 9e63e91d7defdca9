using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Spectre.Console;

namespace Lobsterd.Cli.Commands;

/// <summary><c>upgrade-plan</c>: what waking each sleeper would come to.</summary>
internal static class UpgradePlanCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var command = new ExampledCommand(
            "upgrade-plan",
            "Show whether each sleeping tenant would wake where it was, with the hypervisor, kernel and CPU at hand.",
            "Nobody is woken. One that would not resume boots from its disk when it is wanted, and loses what was in its memory alone; the advice says what keeps it. Ask after a hypervisor was upgraded, or before this host's disks move to another.",
            "lobsterd upgrade-plan",
            "lobsterd upgrade-plan --json | jq -r '.sleepers[] | select(.plan == \"cold-boot\") | .tenant'");
        frame.Handle(command, (shell, _, cancellationToken) => RunAsync(shell, cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.UpgradePlan, ReefJson.Default.UpgradeList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.UpgradeList);
            return UnitResult.Success<LobsterError>();
        }

        var table = new FittedTable(new("NAME", 9), new("PLAN", 8, IsColoured: true), new("SAVED BY", 4), new("HERE", 3), new("WHY", 7, MayWrap: true))
        {
            WhenEmpty = "no tenant sleeps",
        };
        foreach (var sleeper in list.Sleepers)
            table.Add(sleeper.Tenant, sleeper.Plan, $"{sleeper.Hypervisor} {sleeper.SavedBy}".TrimEnd(), sleeper.Here ?? "", GuestText.Of(WhyOf(sleeper), hasColour: false));
        table.Write(shell.Screen, plan => new Style(plan == "resume" ? Color.Green : Color.Yellow));
        return UnitResult.Success<LobsterError>();
    }

    private static string WhyOf(UpgradeBody sleeper) => string.Join("; ", new[] { sleeper.Why, sleeper.Advice, sleeper.Proof?.Text }.OfType<string>());
}
