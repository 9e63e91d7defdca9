using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>snap NAME --every … --keep …</c>: a tenant's own rule for its snaps.</summary>
internal sealed class SnapRuleOptions
{
    internal Option<string> Every { get; } = new("--every") { Description = $"From now on take snaps by themselves: {SnapTimes.Form}; or never", HelpName = "TIMES" };

    internal Option<string> Keep { get; } = new("--keep") { Description = $"Keep so many of its snaps without a label, the oldest go first; or {TenantPatch.Configured}", HelpName = "N" };

    /// <summary>The rule that a command line asks for; null when it asks for a snap.</summary>
    internal Result<TenantPatchBody?, LobsterError> Read(ParseResult parsed)
    {
        var every = parsed.GetValue(Every);
        if (KeepOf(parsed.GetValue(Keep)).TryGetError(out var wrong, out var keep)) return wrong;
        return every is null && keep is null ? default(TenantPatchBody) : new TenantPatchBody { SnapEvery = every, SnapKeep = keep };
    }

    /// <summary>Sets it.</summary>
    internal static async Task<UnitResult<LobsterError>> SetAsync(Shell shell, string name, TenantPatchBody rule, CancellationToken cancellationToken)
    {
        if ((await TenantPatch.RunAsync(shell, name, rule, cancellationToken)).TryGetError(out var error, out var operation)) return error;
        if (shell.IsJson && operation is not null) shell.WriteJson(operation, ReefJson.Default.OperationBody);
        else if (operation?.Result is { } tenant) await shell.Screen.Out.WriteAsync($"snaps of {name}: {new SnapRule(tenant.SnapEvery, tenant.SnapKeep).Words}\n");
        return UnitResult.Success<LobsterError>();
    }

    private static Result<int?, LobsterError> KeepOf(string? text) => text switch
    {
        null => default(int?),
        TenantPatch.Configured => 0,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= SnapRule.MostKept => number,
        _ => new LobsterError(
            UsageErrors.ArgumentsInvalid,
            string.Create(CultureInfo.InvariantCulture, $"--keep {PlainText.Of(text, 32)} is no number from 1 to {SnapRule.MostKept}"),
            $"or {TenantPatch.Configured}, for as many as snap.retention says"),
    };
}
