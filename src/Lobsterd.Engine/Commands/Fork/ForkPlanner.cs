using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Checks what is to be forked into what, and makes the new tenants' entries. Changes nothing.</summary>
public sealed class ForkPlanner(RegistryBook registry, SpawnPlanner spawns, ISleepStore sleep, TimeProvider clock)
{
    /// <summary>As many copies may be made at once.</summary>
    public const int MostCopies = 64;

    private const int TokenBytes = 32;

    /// <summary>Checks the names.</summary>
    /// <returns>The source and the new names.</returns>
    /// <error code="tenant.name.invalid">A name breaks the rule.</error>
    /// <error code="fork.names.invalid">There are none, too many, or one twice.</error>
    public static Result<(TenantName Source, IReadOnlyList<TenantName> Names), LobsterError> Parse(ForkRequest request)
    {
        if (TenantName.Parse(request.Source).TryGetError(out var invalid, out var source)) return invalid;
        if (request.Names.Count is 0 or > MostCopies)
            return new LobsterError(ForkErrors.NamesInvalid, $"{request.Names.Count} new names are given, must be 1 to {MostCopies}", "lobsterd fork NAME NEW...");
        var names = new List<TenantName>();
        foreach (var text in request.Names)
        {
            if (TenantName.Parse(text).TryGetError(out invalid, out var name)) return invalid;
            if (name == TemplateBuilder.Name) return new LobsterError(TenantErrors.NameInvalid, $"'{name}' is a name of lobsterd's own", "choose another name");
            if (names.Contains(name)) return new LobsterError(ForkErrors.NamesInvalid, $"{name} is given twice");
            names.Add(name);
        }

        return (source, names);
    }

    /// <summary>Looks whether it can be done now.</summary>
    /// <returns>The tenant to be copied.</returns>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.name.taken">A tenant of a new name exists.</error>
    public Result<Tenant, LobsterError> Check(TenantName source, IReadOnlyList<TenantName> names)
    {
        if (registry.Current.Find(source).TryGetError(out var unknown, out var tenant)) return unknown;
        foreach (var name in names)
            if (registry.Current.Find(name).IsSuccess)
                return new LobsterError(TenantErrors.NameTaken, $"a tenant named {name} exists already", $"choose another name, or evict {name} first");
        return tenant;
    }

    /// <summary>Decides everything.</summary>
    /// <error code="fork.state.refused">The tenant neither runs nor sleeps, or does not sleep in a way that can be copied.</error>
    /// <error code="workload.name.unknown">The configuration knows its workload no more.</error>
    public Result<ForkPlan, LobsterError> Plan(TenantName source, IReadOnlyList<TenantName> names, bool keepProcesses)
    {
        if (Check(source, names).TryGetError(out var error, out var tenant)) return error;
        if (NonceOf(tenant).TryGetError(out error, out var nonce)) return error;
        var copies = new List<ForkCopy>();
        foreach (var name in names)
        {
            var draft = DraftOf(tenant, name);
            if (spawns.SpecOf(draft).TryGetError(out error, out var workload)) return error;
            copies.Add(new ForkCopy(draft, workload));
        }

        return new ForkPlan(tenant, copies, nonce, keepProcesses);
    }

    private Result<byte[], LobsterError> NonceOf(Tenant tenant)
    {
        if (tenant.Observed == ObservedState.Running) return GuestHold.NewNonce();
        if (tenant.Observed != ObservedState.Suspended)
            return new LobsterError(ForkErrors.StateRefused, $"tenant {tenant.Name} is {StateNames.Of(tenant.Observed)}", "a tenant that runs or sleeps can be forked");
        if (sleep.Find(tenant.Owner).TryGetError(out var error, out var state)) return error;
        return state is { Nonce: { } nonce, IsBegun: false }
            ? nonce
            : new LobsterError(ForkErrors.StateRefused, $"tenant {tenant.Name} fell asleep in a way that cannot be copied", $"lobsterd resume {tenant.Name} wakes it, and it can be forked");
    }

    // What is a host's once is not copied: published ports stay the original's.
    private Tenant DraftOf(Tenant source, TenantName name) => source with
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Name = name,
        Slot = default,
        Desired = DesiredState.Running,
        Observed = ObservedState.Spawning,
        Reason = null,
        Publish = [],
        AgentToken = NewToken(),
        GatewayToken = NewToken(),
        CreatedAt = clock.GetUtcNow(),
        Maintenance = null,
        Hold = null,
        Vm = null,
    };

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
}
