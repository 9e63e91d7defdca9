using System.CommandLine;
using Lobsterd.Cli.Exec;

namespace Lobsterd.Cli.Commands;

/// <summary><c>configure</c> and <c>devices</c>: the workload's own commands of these names, in the guest.</summary>
internal static class WorkloadCommands
{
    internal static Command BuildConfigure(CommandFrame frame) => Build(frame, "configure", "Run the configure command of a tenant's workload in its guest.", "lobsterd configure alice");

    internal static Command BuildDevices(CommandFrame frame) => Build(frame, "devices", "Run the devices command of a tenant's workload in its guest.", "lobsterd devices alice -- list");

    private static ExampledCommand Build(CommandFrame frame, string run, string summary, string example)
    {
        var name = CommandFrame.NewName();
        var words = new Argument<string[]>("ARG") { Description = "Arguments for it, behind --", Arity = ArgumentArity.ZeroOrMore };
        var command = new ExampledCommand(
            run,
            summary,
            "It runs as the workload's user in the workload's environment, on our terminal when there is one. Its exit code becomes this command's.",
            example)
        {
            name, words,
        };
        frame.HandleCode(command, async (shell, parsed, cancellationToken) =>
        {
            var tenant = parsed.GetRequiredValue(name);
            if (CommandFrame.CheckNames(tenant).TryGetError(out var invalid)) return invalid;
            var hasTerminal = shell.Screen.IsInTerminal && shell.Screen.IsOutTerminal;
            var options = new ExecOptions(tenant, parsed.GetValue(words) ?? [], User: null, IsInteractive: true, hasTerminal, Environment: []) { Run = run };
            return await new ExecRun(shell.Client, shell.Screen).RunAsync(options, cancellationToken);
        });
        return command;
    }
}
