using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Settings;

/// <summary>Changes what a tenant was spawned with. What needs no other VM is one change of the registry; CPUs and memory are a restart's, and its journal's.</summary>
public sealed class SettingsCommand(PowerActs acts, TenantDesk desk, RegistryBook registry)
{
    private const string Kind = "tenant.set";

    /// <summary>Starts a change, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/> as it is then.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.spec.invalid">A value is outside its range.</error>
    /// <error code="schedule.text.invalid">What is to say when it is copied says no times.</error>
    /// <error code="tenant.change.needs-restart">The operation ends so, and nothing was changed, where a VM would have to be restarted and may not.</error>
    /// <error code="tenant.memory.exhausted">The operation ends so, and nothing was changed, where the host's memory does not suffice.</error>
    public Result<Operation, LobsterError> Start(string name, SettingsChange change, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        var request = new OperationRequest(Kind, name, actor, $"set:{name}:{change.Fingerprint}", key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (registry.Current.Find(parsed).Bind(change.ApplyTo).TryGetError(out var wrong)) return wrong;
        return desk.Operations.Start(request, (operation, stop) => desk.WithTenantAsync(parsed, "set", () => RunAsync(parsed, change, operation), stop));
    }

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, SettingsChange change, Operation operation)
    {
        // Looked up again under the lock: what held it may have changed the tenant.
        if (registry.Current.Find(name).TryGetError(out var unknown, out var before)) return unknown;
        if (change.ApplyTo(before).TryGetError(out var wrong, out var wanted)) return wrong;
        if (wanted.Size != before.Size && HasVm(before))
        {
            if (!change.MayRestart)
            {
                return new LobsterError(
                    TenantErrors.NeedsRestart,
                    $"tenant {name} is {StateNames.Of(before.Observed)}, and CPUs and memory are a VM's from its start; nothing was changed",
                    "with --restart it is restarted; a stopped tenant has them from its next start");
            }

            var occasion = new PowerOccasion(operation.Id, operation.Request.Actor, IsGraceful: true);
            if ((await acts.RunAsync(PowerAct.Restart, before with { Size = wanted.Size }, occasion, operation)).TryGetError(out var failed, out _)) return failed;
        }

        return (await RecordAsync(before, wanted, operation)).Map(object (now) => now);
    }

    private async Task<Result<Tenant, LobsterError>> RecordAsync(Tenant before, Tenant wanted, Operation operation)
    {
        var changed = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, before.Name, before.Id, entry => entry with
            {
                Size = wanted.Size,
                Mode = wanted.Mode,
                IdleAfterMs = wanted.IdleAfterMs,
                Snaps = wanted.Snaps,
                Labels = wanted.Labels,
            }),
            CancellationToken.None);
        if (changed.IsSuccess && WordsOf(before, wanted) is { Length: > 0 } words)
            _ = desk.Events.Add("tenant.changed", before.Name.Value, operation.Request.Actor, words);
        return changed;
    }

    // A saved memory is of a VM of its size, too.
    private static bool HasVm(Tenant tenant) => tenant.Observed is not (ObservedState.Stopped or ObservedState.Failed);

    private static string WordsOf(Tenant before, Tenant now)
    {
        var words = new List<string>();
        if (now.Size != before.Size) words.Add(string.Create(CultureInfo.InvariantCulture, $"{now.Size.Vcpus} CPU and {now.Size.MemoryMib} MiB, were {before.Size.Vcpus} and {before.Size.MemoryMib}"));
        if (now.Mode != before.Mode) words.Add($"mode {StateNames.Of(now.Mode)}, was {StateNames.Of(before.Mode)}");
        if (now.IdleAfterMs != before.IdleAfterMs) words.Add(now.IdleAfterMs is { } idle ? string.Create(CultureInfo.InvariantCulture, $"idle after {idle} ms") : "idle as configured");
        if (now.Snaps != before.Snaps) words.Add($"snaps {now.Snaps.Words}");
        words.AddRange(now.Labels.Where(label => before.Labels.GetValueOrDefault(label.Key) != label.Value).Select(label => $"label {label.Key}={label.Value}"));
        words.AddRange(before.Labels.Keys.Where(key => !now.Labels.ContainsKey(key)).Select(key => $"no label {key}"));
        return PlainText.Of(string.Join("; ", words), 1_000);
    }
}
