using System.CommandLine;
using Lobsterd.Cli.Ui;

namespace Lobsterd.Cli.Commands;

/// <summary><c>--since</c>: from which moment on.</summary>
internal static class SinceOption
{
    internal static Option<string?> New(string description)
    {
        var option = new Option<string?>("--since") { Description = $"{description}: {Moments.Rule}", HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Moments.Parse(result.Tokens[0].Value, DateTimeOffset.UnixEpoch) is null) result.AddError($"--since is {Moments.Rule}");
        });
        return option;
    }
}
