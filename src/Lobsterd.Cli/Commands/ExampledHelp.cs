using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lobsterd.Cli.Commands;

/// <summary>The library's help, and a command's details and examples behind it.</summary>
internal sealed class ExampledHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string Indent = "  ";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is not ExampledCommand { Examples.Count: > 0 } command) return code;
        foreach (var line in Lines(command.Details, help.MaxWidth - Indent.Length)) output.Write($"{Indent}{line}\n");
        if (command.Details.Length > 0) output.Write('\n');
        output.Write("Examples:\n");
        foreach (var example in command.Examples) output.Write($"{Indent}{example}\n");
        output.Write('\n');
        return code;
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > width && line.Length > 0)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0) yield return line;
    }
}
