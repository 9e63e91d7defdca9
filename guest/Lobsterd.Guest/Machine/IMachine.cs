using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Machine;

/// <summary>What the agent changes of the machine as a whole. In process mode the machine is somebody else's, and the changes are only recorded.</summary>
internal interface IMachine
{
    /// <summary>Mixes a seed into the random number generator, and makes the next byte depend on it.</summary>
    /// <error code="entropy.seed.refused">The kernel refused.</error>
    UnitResult<LobsterError> Seed(ReadOnlySpan<byte> seed);

    /// <summary>Gives the machine a new machine id and a new boot id. Call it after <see cref="Seed"/>: they come from the generator.</summary>
    /// <error code="guest.claim.failed">A file could not be written or mounted.</error>
    UnitResult<LobsterError> RenewIds();

    /// <summary>Reads who the machine is.</summary>
    /// <error code="guest.claim.failed">A file could not be read.</error>
    Result<MachineProof, LobsterError> Prove();

    /// <summary>Sets the wall clock.</summary>
    /// <error code="machine.clock.refused">The kernel refused.</error>
    UnitResult<LobsterError> SetClock(DateTimeOffset now);

    /// <summary>Sets the host name.</summary>
    /// <error code="machine.hostname.refused">The kernel refused.</error>
    UnitResult<LobsterError> SetHostName(string name);

    /// <summary>Ends every process, makes the disk clean and resets the machine. Does not return where that works.</summary>
    Task RestartAsync(CancellationToken cancellationToken);
}
