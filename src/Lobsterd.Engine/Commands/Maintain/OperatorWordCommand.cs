using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Maintain;

/// <summary>Takes an operator's word about a tenant, good for a while. One change of the registry: it needs no saga, and no command is waited for.</summary>
public sealed class OperatorWordCommand(RegistryBook registry, EventBook events, TimeProvider clock)
{
    /// <summary>Takes one, or gives the one that there is another end and reason.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="watchdog.maintenance.invalid">Too long, or without a reason.</error>
    /// <error code="sleep.hold.invalid">The same of a hold.</error>
    public async Task<Result<Tenant, LobsterError>> BeginAsync(
        OperatorWordKind kind, Tenant tenant, TimeSpan length, string why, string actor, CancellationToken cancellationToken)
    {
        if (length <= TimeSpan.Zero || length > OperatorWord.Longest)
            return new LobsterError(kind.Invalid, $"a {kind.Noun} lasts from 1 s to {OperatorWord.Longest.Days} days");
        if (string.IsNullOrWhiteSpace(why) || why.Length > OperatorWord.LongestWhy || why.Any(char.IsControl))
            return new LobsterError(kind.Invalid, $"a {kind.Noun} says why, in 1 to {OperatorWord.LongestWhy} characters of one line");
        var until = clock.GetUtcNow() + length;
        var changed = await SetAsync(kind, tenant, new OperatorWord(until, why), cancellationToken);
        if (changed.IsSuccess)
            _ = events.Add($"tenant.{kind.Noun}", tenant.Name.Value, actor, string.Create(CultureInfo.InvariantCulture, $"{kind.Begun} until {until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: {why}"));
        return changed;
    }

    /// <summary>Takes it back; none changes nothing.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public async Task<Result<Tenant, LobsterError>> EndAsync(OperatorWordKind kind, Tenant tenant, string actor, CancellationToken cancellationToken)
    {
        var changed = await SetAsync(kind, tenant, null, cancellationToken);
        if (changed.IsSuccess && kind.Of(tenant) is not null) _ = events.Add($"tenant.{kind.Noun}-ended", tenant.Name.Value, actor, kind.Ended);
        return changed;
    }

    private Task<Result<Tenant, LobsterError>> SetAsync(OperatorWordKind kind, Tenant tenant, OperatorWord? word, CancellationToken cancellationToken) =>
        registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => kind.With(entry, word)), cancellationToken);
}
