using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Ui;

/// <summary>Asks before something that cannot be taken back.</summary>
internal static class Confirmation
{
    private const int LongestAnswer = 64;

    /// <summary>Wants a yes; without a terminal nobody can be asked.</summary>
    /// <error code="usage.confirmation.missing">Standard input is no terminal.</error>
    /// <error code="usage.confirmation.declined">Something else than yes was typed.</error>
    internal static async Task<UnitResult<LobsterError>> RequireAsync(Screen screen, string question, CancellationToken cancellationToken)
    {
        if (!screen.IsInTerminal)
            return new LobsterError(UsageErrors.ConfirmationMissing, $"{question} Nobody can be asked: standard input is no terminal", "say --yes");

        await screen.Error.WriteAsync($"{question} [y/N] ");
        var answer = new byte[LongestAnswer];
        var count = await screen.In.ReadAsync(answer, cancellationToken);
        return count > 0 && System.Text.Encoding.UTF8.GetString(answer, 0, count).Trim().ToUpperInvariant() is "Y" or "YES"
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(UsageErrors.Declined, "nothing was done");
    }
}
