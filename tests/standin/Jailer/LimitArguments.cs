using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The <c>--resource-limit</c> arguments; the last of each kind holds.</summary>
/// <param name="OpenFiles">Always set.</param>
/// <param name="FileSize">Bytes; null: not set.</param>
internal sealed record LimitArguments(ulong OpenFiles, ulong? FileSize)
{
    private const ulong DefaultOpenFiles = 2048;

    internal static LimitArguments Parse(IReadOnlyList<string> arguments)
    {
        var limits = new LimitArguments(DefaultOpenFiles, null);
        foreach (var argument in arguments)
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) throw new Fault($"Invalid format for resources limits: {argument}", $"ResLimitFormat(\"{argument}\")");
            var (name, text) = (argument[..at], argument[(at + 1)..]);
            if (name is not ("fsize" or "no-file")) throw new Fault($"Invalid resource argument: {name}", $"ResLimitArgument(\"{name}\")");
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                var why = text.Length == 0 ? "cannot parse integer from empty string" : text.All(char.IsAsciiDigit) ? "number too large to fit in target type" : "invalid digit found in string";
                throw new Fault($"Invalid limit value for resource: {text}: {why}", $"ResLimitValue(\"{text}\", \"{why}\")");
            }
            limits = name == "fsize" ? limits with { FileSize = value } : limits with { OpenFiles = value };
        }
        return limits;
    }
}
