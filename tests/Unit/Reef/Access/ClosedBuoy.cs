using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Reef.Access;

/// <summary>A door that is told where to be and opens nowhere.</summary>
internal sealed class ClosedBuoy : IBuoy
{
    public BuoyState State { get; private set; } = new(null, null);

    public Task<UnitResult<LobsterError>> EnableAsync(BuoySettings settings, CancellationToken cancellationToken)
    {
        State = new BuoyState(settings, null);
        return Task.FromResult(UnitResult.Success<LobsterError>());
    }

    public Task<UnitResult<LobsterError>> DisableAsync(CancellationToken cancellationToken)
    {
        State = new BuoyState(null, null);
        return Task.FromResult(UnitResult.Success<LobsterError>());
    }
}
