using System.CommandLine.Parsing;
using System.Globalization;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary>Reads whole numbers of options, with a fault that a person understands.</summary>
internal static class Numbers
{
    /// <summary>A number, or null and a fault.</summary>
    internal static int? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name} {PlainText.Of(text, 32)} is no whole number");
        return null;
    }
}
