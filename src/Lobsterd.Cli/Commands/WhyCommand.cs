using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>why</c>: why a tenant is awake, asleep, repaired or slow.</summary>
internal static class WhyCommand
{
    private const int Usual = 20;
    private const int Most = 200;
    private const string Deep = "    ";

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var last = new Option<int>("--last", "-n") { Description = "How many facts at most, 1 to 200", HelpName = "COUNT", DefaultValueFactory = _ => Usual };
        last.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most))
                result.AddError($"--last is a number from 1 to {Most}");
        });
        var command = new ExampledCommand(
            "why",
            "Show why a tenant is awake, why it slept, woke or was repaired, and where the time went.",
            "What holds now comes first, then the last facts, newest first, each with its evidence: counters, the request and who sent it, what a check found, the times of steps in milliseconds.",
            "lobsterd why alice",
            "lobsterd why alice -n 3",
            "lobsterd why alice --json | jq '.facts[] | select(.topic == \"woke\") | .evidence.request'")
        {
            name, last,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetRequiredValue(name), parsed.GetValue(last), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, int last, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = string.Create(CultureInfo.InvariantCulture, $"{ReefPaths.Tenants}/{name}/why?last={last}");
        if ((await shell.Client.GetBytesAsync(path, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (shell.IsJson) shell.WriteBytes(bytes);
        else if (ReefClient.Parse(path, bytes, ReefJson.Default.WhyBody).TryGetError(out var garbled, out var why)) return garbled;
        else foreach (var line in LinesOf(why, shell.Screen.Width)) await shell.Screen.Out.WriteAsync($"{line}\n");
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>An answer as lines, none wider than a screen.</summary>
    internal static IEnumerable<string> LinesOf(WhyBody why, int width)
    {
        yield return $"{why.Tenant} is {why.State} (mode {why.Mode})";
        foreach (var line in why.Reasons.SelectMany(reason => Wrapped.Lines($"- {Plain(reason)}", width, "  "))) yield return line;
        if (why.Slow is { } slow)
            foreach (var line in Wrapped.Lines($"time: {Plain(slow)}", width, Deep)) yield return line;
        if (why.Facts.Count > 0) yield return "";
        foreach (var line in why.Facts.Reverse().SelectMany(fact => LinesOf(fact, width))) yield return line;
    }

    private static IEnumerable<string> LinesOf(WhyFactBody fact, int width)
    {
        var at = Moments.ToText(fact.At);
        var code = fact.Code is { } word ? $" [{Plain(word)}]" : "";
        foreach (var line in Wrapped.Lines($"{at}  {fact.Topic,-8}  {Plain(fact.Message)}{code} ({Plain(fact.Actor)})", width, Deep)) yield return line;
        if (fact.Evidence.Count == 0) yield break;
        var evidence = string.Join(", ", fact.Evidence.Select(entry => $"{Plain(entry.Key)} {Plain(entry.Value)}"));
        foreach (var line in Wrapped.Lines($"{Deep}{evidence}", width, Deep)) yield return line;
    }

    private static string Plain(string text) => GuestText.Of(text, hasColour: false);
}
