using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>set</c>: what a tenant was spawned with becomes otherwise.</summary>
internal static class SetCommand
{
    private const long Mebibyte = 1L << 20;

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var vcpus = new Option<int?>("--vcpus") { Description = "Virtual CPUs, 1 to 32", HelpName = "N", CustomParser = Numbers.Parse };
        var memory = new Option<string>("--memory") { Description = $"Memory: {Amounts.SizeRule}", HelpName = "SIZE" };
        var mode = new Option<string>("--mode") { Description = "Who may put it to sleep: auto, manual or always-on", HelpName = "MODE" };
        var idle = new Option<string>("--idle-after") { Description = $"How long a tenant of mode auto is idle before it sleeps: a number with s, m, h or d, or {TenantPatch.Configured}", HelpName = "TIME" };
        var label = Labels.Option("A label that it gets; may be repeated");
        var unlabel = new Option<string[]>("--unlabel") { Description = "A label that it loses; may be repeated", HelpName = "KEY" };
        var restart = new Option<bool>("--restart") { Description = "Restart its VM where a value wants that" };
        var command = new ExampledCommand(
            "set",
            "Change what a tenant was spawned with.",
            "Labels, mode and the time until sleep are in force at once. CPUs and memory are a VM's from its start: with --restart it is restarted, without it such a change is "
            + "refused; a stopped tenant has them from its next start.",
            "lobsterd set alice --memory 1G --vcpus 2 --restart",
            "lobsterd set alice --label team=shop --label stage=live --unlabel trial",
            "lobsterd set alice --mode auto --idle-after 10m")
        {
            name, vcpus, memory, mode, idle, label, unlabel, restart,
        };
        frame.Handle(command, async (shell, parsed, cancellationToken) =>
        {
            if (MemoryOf(parsed.GetValue(memory)).TryGetError(out var badMemory, out var mebibytes)) return badMemory;
            if (IdleOf(parsed.GetValue(idle)).TryGetError(out var badIdle, out var idleMs)) return badIdle;
            if (Labels.Read(parsed.GetValue(label) ?? []).TryGetError(out var badLabel, out var labels)) return badLabel;
            var body = new TenantPatchBody
            {
                Vcpus = parsed.GetValue(vcpus),
                MemoryMib = mebibytes,
                Mode = parsed.GetValue(mode),
                IdleAfterMs = idleMs,
                Labels = labels,
                Unlabel = parsed.GetValue(unlabel) is { Length: > 0 } keys ? keys : null,
                Restart = parsed.GetValue(restart),
            };
            if (body == new TenantPatchBody { Restart = body.Restart }) return new LobsterError(UsageErrors.ArgumentsInvalid, "nothing is to be changed", "lobsterd set --help");
            return await RunAsync(shell, parsed.GetRequiredValue(name), body, cancellationToken);
        });
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, TenantPatchBody body, CancellationToken cancellationToken)
    {
        if ((await TenantPatch.RunAsync(shell, name, body, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (shell.IsJson && operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        else await shell.Screen.Out.WriteAsync($"{name} is changed{(operation is { Steps.Count: > 0 } ? " and was restarted" : "")}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static Result<int?, LobsterError> MemoryOf(string? text)
    {
        if (text is null) return default(int?);
        if (Amounts.ParseBytes(text) is not { } bytes) return new LobsterError(UsageErrors.ArgumentsInvalid, $"--memory {PlainText.Of(text, 32)} is no size", $"a size is {Amounts.SizeRule}");
        return bytes % Mebibyte == 0 ? (int)Math.Min(bytes / Mebibyte, int.MaxValue) : new LobsterError(UsageErrors.ArgumentsInvalid, $"--memory {text} is not whole MiB");
    }

    private static Result<long?, LobsterError> IdleOf(string? text) => text switch
    {
        null => default(long?),
        TenantPatch.Configured => 0L,
        _ when Lengths.Of(text) is { } length => (long)length.TotalMilliseconds,
        _ => new LobsterError(UsageErrors.ArgumentsInvalid, $"--idle-after {PlainText.Of(text, 32)} is no time", $"a number with s, m, h or d, e.g. 10m, or {TenantPatch.Configured}"),
    };
}
