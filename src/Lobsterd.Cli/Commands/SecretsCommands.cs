using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>secrets set|ls|rm</c>: what a tenant's workload must know and nobody else.</summary>
internal static class SecretsCommands
{
    internal static Command Build(CommandFrame frame) => new ExampledCommand(
        "secrets",
        "Set, list and remove a tenant's secrets.",
        "They are encrypted on this host, reach the workload alone, and are never shown again.",
        "lobsterd secrets set alice OPENAI_API_KEY < key.txt",
        "lobsterd secrets ls alice") { Set(frame), List(frame), Remove(frame) };

    private static ExampledCommand Set(CommandFrame frame)
    {
        var (name, key) = (CommandFrame.NewName(), NewKey());
        var command = new ExampledCommand(
            "set",
            "Set a secret; its value comes from standard input, or is asked for without being shown.",
            "A newline at its end is no part of it. A tenant that runs gets it at once; the workload's definition says whether it is started again.",
            "lobsterd secrets set alice OPENAI_API_KEY < key.txt",
            "pass show openai | lobsterd secrets set alice OPENAI_API_KEY",
            "lobsterd secrets set alice OPENAI_API_KEY") { name, key };
        frame.Handle(command, (shell, parsed, cancellationToken) => SetAsync(shell, parsed.GetRequiredValue(name), parsed.GetRequiredValue(key), cancellationToken));
        return command;
    }

    private static ExampledCommand List(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var command = new ExampledCommand("ls", "List a tenant's secrets, without their values.", "", "lobsterd secrets ls alice", "lobsterd secrets ls alice --json | jq -r '.secrets[].key'") { name };
        frame.Handle(command, (shell, parsed, cancellationToken) => ListAsync(shell, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static ExampledCommand Remove(CommandFrame frame)
    {
        var (name, key) = (CommandFrame.NewName(), NewKey());
        var command = new ExampledCommand("rm", "Remove a secret, from the guest too.", "", "lobsterd secrets rm alice OPENAI_API_KEY") { name, key };
        frame.Handle(command, (shell, parsed, cancellationToken) => RemoveAsync(shell, parsed.GetRequiredValue(name), parsed.GetRequiredValue(key), cancellationToken));
        return command;
    }

    private static Argument<string> NewKey() => new("KEY") { Description = "The secret's key: letters, digits and underscores" };

    private static string PathOf(string name, string key) => $"{ReefPaths.Tenants}/{name}/secrets/{Uri.EscapeDataString(key)}";

    private static async Task<UnitResult<LobsterError>> SetAsync(Shell shell, string name, string key, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if ((await SecretPrompt.ReadAsync(shell.Screen, $"Value of {PlainText.Of(key, 128)}: ", cancellationToken)).TryGetError(out var unread, out var value)) return unread;
        var asked = await shell.Client.ExchangeAsync(
            "PUT", PathOf(name, key), new SecretBody(value), ReefJson.Default.SecretBody, ReefJson.Default.SecretEntryBody, cancellationToken);
        if (asked.TryGetError(out var error, out var entry)) return error;
        if (shell.IsJson) shell.WriteJson(entry, ReefJson.Default.SecretEntryBody);
        else await shell.Screen.Out.WriteAsync($"{entry.Key} is set ({entry.Delivery})\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ListAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var asked = await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}/secrets", ReefJson.Default.SecretList, cancellationToken);
        if (asked.TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.SecretList);
            return UnitResult.Success<LobsterError>();
        }

        var table = new FittedTable(new("KEY", 8), new("DELIVERY", 4), new("AGE", 1))
        {
            WhenEmpty = "no secrets; lobsterd secrets set NAME KEY keeps one",
        };
        foreach (var secret in list.Secrets) table.Add(secret.Key, secret.Delivery, Amounts.OfAge(shell.Clock.GetUtcNow() - secret.SetAt));
        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> RemoveAsync(Shell shell, string name, string key, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if ((await shell.Client.DoAsync("DELETE", PathOf(name, key), cancellationToken)).TryGetError(out var error)) return error;
        await shell.Screen.Out.WriteAsync(shell.IsJson ? "{\"removed\":true}\n" : $"{PlainText.Of(key, 128)} is removed\n");
        return UnitResult.Success<LobsterError>();
    }
}
