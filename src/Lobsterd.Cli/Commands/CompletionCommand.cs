using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary><c>completion bash|zsh|fish</c>: scripts that ask this program itself what may follow.</summary>
internal static class CompletionCommand
{
    // `lobsterd '[suggest:POSITION]' LINE` prints the words that may stand there.
    private const string Bash =
        """
        _lobsterd() {
            local words
            words=$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _lobsterd lobsterd

        """;

    private const string Zsh =
        """
        #compdef lobsterd
        _lobsterd() {
            local -a answers
            answers=("${(@f)$(lobsterd "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $answers
        }
        compdef _lobsterd lobsterd

        """;

    private const string Fish =
        """
        complete -c lobsterd -f -a '(lobsterd "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'

        """;

    internal static Command Build(CommandFrame frame)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" }.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampledCommand(
            "completion",
            "Print a script that completes commands, options and tenants' names.",
            "",
            "lobsterd completion bash > /etc/bash_completion.d/lobsterd",
            "lobsterd completion zsh > \"${fpath[1]}/_lobsterd\"",
            "lobsterd completion fish > ~/.config/fish/completions/lobsterd.fish")
        {
            shell,
        };
        frame.Handle(command, async (context, parsed, _) =>
        {
            await context.Screen.Out.WriteAsync(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return UnitResult.Success<LobsterError>();
        });
        return command;
    }
}
