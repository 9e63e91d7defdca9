using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>tokens create|ls|revoke</c>: who may use the API over TCP.</summary>
internal static class TokensCommands
{
    internal static Command Build(CommandFrame frame) => new ExampledCommand(
        "tokens",
        "Make, list and revoke tokens of the API.",
        "A token works where the API listens on TCP (lobsterd buoy). It is told once, when it is made.",
        "lobsterd tokens create ci --scope tenants:read,tenants:write",
        "lobsterd tokens ls") { Create(frame), List(frame), Revoke(frame) };

    private static ExampledCommand Create(CommandFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = "What events and lists call its holder" };
        var scopes = new Option<string[]>("--scope") { Description = $"What its holder may do: {string.Join(", ", ScopeNames.All)}", HelpName = "SCOPE,…", Required = true };
        var tenants = new Option<string?>("--tenant") { Description = "Only to tenants of these names, e.g. team-* [default: all]", HelpName = "GLOB" };
        var expires = new Option<TimeSpan?>("--expires")
        {
            Description = "How long it is good: a number with s, m, h or d [default: until it is revoked]",
            HelpName = "TIME",
            CustomParser = Lengths.Parse,
        };
        var command = new ExampledCommand(
            "create",
            "Make a token of the API and print it, this once.",
            "No scope includes another, but admin all. Only its hash is kept.",
            "lobsterd tokens create ci --scope tenants:read,tenants:write --expires 30d",
            "lobsterd tokens create team --scope tenants:read,exec --tenant 'team-*'",
            "curl -H \"Authorization: Bearer $(lobsterd tokens create ci --scope tenants:read)\" http://127.0.0.1:7070/v1/tenants") { name, scopes, tenants, expires };
        frame.Handle(command, (shell, parsed, cancellationToken) => CreateAsync(
            shell,
            new ApiTokenCreateBody(
                parsed.GetRequiredValue(name),
                [.. parsed.GetRequiredValue(scopes).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()],
                parsed.GetValue(tenants),
                (long?)parsed.GetValue(expires)?.TotalSeconds),
            cancellationToken));
        return command;
    }

    private static ExampledCommand List(CommandFrame frame)
    {
        var command = new ExampledCommand("ls", "List the tokens of the API.", "The last use is known to the hour.", "lobsterd tokens ls", "lobsterd tokens ls --json | jq -r '.tokens[].name'");
        frame.Handle(command, (shell, _, cancellationToken) => ListAsync(shell, cancellationToken));
        return command;
    }

    private static ExampledCommand Revoke(CommandFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = "The token" };
        var command = new ExampledCommand("revoke", "Revoke a token of the API at once.", "", "lobsterd tokens revoke ci") { name };
        frame.Handle(command, (shell, parsed, cancellationToken) => RevokeAsync(shell, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> CreateAsync(Shell shell, ApiTokenCreateBody body, CancellationToken cancellationToken)
    {
        var asked = await shell.Client.ExchangeAsync(
            "POST", ReefPaths.Tokens, body, ReefJson.Default.ApiTokenCreateBody, ReefJson.Default.ApiTokenCreatedBody, cancellationToken);
        if (asked.TryGetError(out var error, out var made)) return error;
        if (shell.IsJson) shell.WriteJson(made, ReefJson.Default.ApiTokenCreatedBody);
        else await shell.Screen.Out.WriteAsync($"{made.Secret}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ListAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetAsync(ReefPaths.Tokens, ReefJson.Default.ApiTokenList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.ApiTokenList);
            return UnitResult.Success<LobsterError>();
        }

        var now = shell.Clock.GetUtcNow();
        var table = new FittedTable(new("NAME", 6), new("SCOPES", 5), new("TENANTS", 4), new("AGE", 1), new("EXPIRES", 3), new("USED", 2))
        {
            WhenEmpty = "no tokens; lobsterd tokens create NAME makes one",
        };
        foreach (var token in list.Tokens)
        {
            table.Add(
                token.Name,
                string.Join(',', token.Scopes),
                token.Tenants ?? "*",
                Amounts.OfAge(now - token.CreatedAt),
                token.ExpiresAt is not { } end ? "never" : end <= now ? "is over" : $"in {Amounts.OfAge(end - now)}",
                token.LastUsedAt is { } used ? $"{Amounts.OfAge(now - used)} ago" : "never");
        }

        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> RevokeAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        if ((await shell.Client.DoAsync("DELETE", $"{ReefPaths.Tokens}/{Uri.EscapeDataString(name)}", cancellationToken)).TryGetError(out var error)) return error;
        await shell.Screen.Out.WriteAsync(shell.IsJson ? "{\"revoked\":true}\n" : $"{PlainText.Of(name, 64)} is good for nothing any more\n");
        return UnitResult.Success<LobsterError>();
    }
}
