using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Repair;

/// <summary>One act on what all tenants share that may make a failed check healthy.</summary>
public abstract class HostRepair(HealthRepair about)
{
    /// <summary>Which it is.</summary>
    public HealthRepair About => about;

    /// <summary>Does it; what is right already stays untouched.</summary>
    public abstract Task<UnitResult<LobsterError>> DoAsync(CancellationToken cancellationToken);
}
