using System.CommandLine;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>egress</c>: where a tenant's guest may go.</summary>
internal static class EgressCommand
{
    private const string Show = "show";
    private const string Set = "set";

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var action = new Argument<string>("ACTION") { Description = "What to do", DefaultValueFactory = _ => Show };
        _ = action.AcceptOnlyFromAmong(Show, Set);
        var policy = new Argument<string>("POLICY") { Description = $"With set: {EgressPolicy.Rule}", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand(
            "egress",
            "Show or change where a tenant's guest may go.",
            "A change is in force at once: connections that it does not allow are cut. Private networks, other tenants and this host are out of reach whatever the policy, and resolvers too unless they are allowed: allow:9.9.9.9:53. A policy with domain names needs no resolver: lobsterd answers the guest itself, refuses every other name, and opens the addresses of an answer for as long as it holds, on the ports that the rule has.",
            "lobsterd egress alice show",
            "lobsterd egress alice set none",
            "lobsterd egress alice set allow:203.0.113.0/24:443,198.51.100.7",
            "lobsterd egress alice set 'allow:api.example.org:443,*.example.net'")
        {
            name, action, policy,
        };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(policy);
            return (parsed.GetValue(action) == Set) == (wanted is not null)
                ? await RunAsync(shell, parsed.GetRequiredValue(name), wanted, cancellationToken)
                : new LobsterError(UsageErrors.ArgumentsInvalid, wanted is null ? "set which policy?" : "show takes no policy", "lobsterd egress NAME show, or lobsterd egress NAME set POLICY");
        });
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, string? policy, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if (policy is not null && (await ChangeAsync(shell, name, policy, cancellationToken)).TryGetError(out var refused)) return refused;
        if ((await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}", ReefJson.Default.TenantBody, cancellationToken)).TryGetError(out var error, out var tenant)) return error;
        if (shell.IsJson) shell.WriteJson(new EgressBody(tenant.Egress), ReefJson.Default.EgressBody);
        else await shell.Screen.Out.WriteAsync($"{tenant.Egress}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> ChangeAsync(Shell shell, string name, string policy, CancellationToken cancellationToken)
    {
        var call = new OperationCall($"egress {name}", "PUT", $"{ReefPaths.Tenants}/{name}/egress")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new EgressBody(policy), ReefJson.Default.EgressBody),
            CanBeCancelled = true,
        };
        return (await shell.RunAsync(call, cancellationToken)).TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>();
    }
}
