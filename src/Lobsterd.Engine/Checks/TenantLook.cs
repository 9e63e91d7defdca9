using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>A tenant while all checks look at it, one after the other: its guest is asked when the first of them wants it, and says for all of them how it is.</summary>
/// <param name="tenant">Its entry as it stands.</param>
/// <param name="agents">Who asks the guest.</param>
/// <param name="clock">The host's clock.</param>
public sealed class TenantLook(Tenant tenant, IAgents agents, TimeProvider clock)
{
    private Result<GuestAnswer, LobsterError>? told;

    /// <summary>Its entry as it stands.</summary>
    public Tenant Tenant => tenant;

    /// <summary>What its agent says of its guest; the same for every check. Fails as <see cref="IAgents.StatsAsync"/> does.</summary>
    /// <remarks>An agent that does not answer is asked once more, over a connection of its own: what follows may be the end of a running VM, and one answer
    /// that comes late on a busy host is no reason for that.</remarks>
    public async Task<Result<GuestAnswer, LobsterError>> AskGuestAsync(CancellationToken cancellationToken)
    {
        if (told is { } before) return before;
        var answer = await AskAsync(cancellationToken);
        if (answer.TryGetError(out var first) && first.Code == AgentErrors.Unreachable) answer = await AskAsync(cancellationToken);
        told = answer;
        return answer;
    }

    private async Task<Result<GuestAnswer, LobsterError>> AskAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var stats = await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken);
        return stats.Map(said => new GuestAnswer(said, asked, clock.GetUtcNow()));
    }
}
