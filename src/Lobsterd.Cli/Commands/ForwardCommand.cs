using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Forwarding;
using Lobsterd.Cli.Operations;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>port-forward</c>: ports here that lead into a guest.</summary>
internal static class ForwardCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var ports = new Argument<string[]>("LOCAL:REMOTE") { Description = "A port here and one in the guest; LOCAL 0 is any that is free, REMOTE alone is the same here", Arity = ArgumentArity.OneOrMore };
        var command = new ExampledCommand(
            "port-forward",
            "Lead ports of this host's loopback into a tenant's guest.",
            "Runs until Ctrl-C, on 127.0.0.1 alone. A port that listens on the guest's loopback will do. A connection wakes a sleeping tenant, and holds it awake while it is open; "
            + $"at most {PortForward.MostConnections} are open at a time, further ones wait.",
            "lobsterd port-forward alice 8080:80",
            "lobsterd port-forward alice 5432 0:9229")
        {
            name, ports,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) =>
            RunAsync(shell, parsed.GetRequiredValue(name), parsed.GetValue(ports) ?? [], cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, IReadOnlyList<string> ports, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        if (PortPair.ParseAll(ports).TryGetError(out invalid, out var pairs)) return invalid;

        // A name that nobody has is told now, not to the first connection.
        if ((await shell.Client.GetAsync($"{ReefPaths.Tenants}/{name}", ReefJson.Default.TenantBody, cancellationToken)).TryGetError(out var unknown, out _)) return unknown;
        using var forward = new PortForward(shell.Client, shell.Screen, name);
        foreach (var pair in pairs)
        {
            if (forward.Listen(pair).TryGetError(out var taken, out var local)) return taken;
            if (shell.IsJson) shell.WriteJson(new ForwardReport("127.0.0.1", local, pair.Remote), CliJson.Default.ForwardReport);
            else await shell.Screen.Out.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{local} -> {name}:{pair.Remote}\n"));
        }

        await shell.Screen.Out.FlushAsync(cancellationToken);
        using var interrupts = new Interrupts(PosixSignal.SIGINT, PosixSignal.SIGTERM);
        await forward.RunAsync(interrupts.Next, cancellationToken);
        return UnitResult.Success<LobsterError>();
    }
}
