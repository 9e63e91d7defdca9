using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>The API's door on TCP: shut unless somebody opened it, and then open again whenever the service starts.</summary>
public interface IBuoy
{
    /// <summary>How it stands.</summary>
    BuoyState State { get; }

    /// <summary>Opens it, or moves it.</summary>
    /// <error code="access.buoy.unbound">Nobody can listen there; it is as it was.</error>
    /// <error code="access.buoy.file">It is open, but would not be after a restart.</error>
    Task<UnitResult<LobsterError>> EnableAsync(BuoySettings settings, CancellationToken cancellationToken);

    /// <summary>Shuts it and drops whoever is connected; nothing happens where it is shut.</summary>
    /// <error code="access.buoy.file">It is shut, but would be open after a restart.</error>
    Task<UnitResult<LobsterError>> DisableAsync(CancellationToken cancellationToken);
}
