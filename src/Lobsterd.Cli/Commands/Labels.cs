using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Cli.Commands;

/// <summary>The option <c>--label</c>, as commands that write labels have it.</summary>
internal static class Labels
{
    /// <summary>Makes the option.</summary>
    internal static Option<string[]> Option(string description) => new("--label") { Description = description, HelpName = "KEY=VALUE" };

    /// <summary>Reads what it was given; null for none. The rule for keys and values is the service's to check.</summary>
    /// <error code="usage.arguments.invalid">One is not of the form.</error>
    internal static Result<IReadOnlyDictionary<string, string>?, LobsterError> Read(IReadOnlyList<string> pairs)
    {
        var labels = new Dictionary<string, string>();
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return new LobsterError(UsageErrors.ArgumentsInvalid, $"--label {PlainText.Of(pair, 64)} is not KEY=VALUE", TenantLabels.Rule);
            labels[pair[..equals]] = pair[(equals + 1)..];
        }

        return labels.Count > 0 ? labels : null;
    }
}
