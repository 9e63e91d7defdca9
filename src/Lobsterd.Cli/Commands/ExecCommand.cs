using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Exec;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary><c>exec</c>: something runs in a guest.</summary>
internal static class ExecCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var words = new Argument<string[]>("CMD") { Description = "The command and its arguments, behind --", Arity = ArgumentArity.OneOrMore };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Pass standard input on" };
        var terminal = new Option<bool>("--tty", "-t") { Description = "Give it a terminal; keys, Ctrl-C included, go to it" };
        var user = new Option<string>("--user", "-u") { Description = "Whom it runs as in the guest [default: root]", HelpName = "USER" };
        var env = new Option<string[]>("--env", "-e") { Description = "A variable; may be repeated", HelpName = "NAME=VALUE" };
        var command = new ExampledCommand(
            "exec",
            "Run a command in a tenant's guest.",
            "Its exit code becomes this command's. Ctrl-C goes to it.",
            "lobsterd exec alice -- uname -a",
            "lobsterd exec alice -it -- /bin/sh",
            "tar c site | lobsterd exec alice -i -- tar x -C /srv")
        {
            name, interactive, terminal, user, env, words,
        };
        frame.HandleCode(command, async (shell, parsed, cancellationToken) =>
        {
            var options = new ExecOptions(
                parsed.GetRequiredValue(name),
                parsed.GetValue(words) ?? [],
                parsed.GetValue(user),
                parsed.GetValue(interactive),
                parsed.GetValue(terminal),
                parsed.GetValue(env) ?? []);
            return await RunAsync(shell, options, cancellationToken);
        });
        return command;
    }

    /// <error code="usage.terminal.missing">A terminal is wanted and there is none.</error>
    private static async Task<Result<int, LobsterError>> RunAsync(Shell shell, ExecOptions options, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(options.Tenant).TryGetError(out var invalid)) return invalid;
        if (options.HasTerminal && !(shell.Screen.IsInTerminal && shell.Screen.IsOutTerminal))
            return new LobsterError(UsageErrors.TerminalMissing, "-t gives the command our terminal, and there is none", "leave out -t");
        return await new ExecRun(shell.Client, shell.Screen).RunAsync(options, cancellationToken);
    }
}
