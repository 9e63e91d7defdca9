using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Identity;

/// <summary>Where attestations are kept, so that a guest is also measured against those that are gone.</summary>
public interface IAttestationLog
{
    /// <summary>All that are kept, oldest first; what is no whole line is passed over.</summary>
    /// <error code="file.open.failed">They are there and cannot be read.</error>
    Result<IReadOnlyList<Attestation>, LobsterError> ReadAll();

    /// <summary>Adds one. It reaches the disk when the kernel writes it: with the host's power go the VMs that it tells of.</summary>
    /// <error code="file.write.failed">It could not be written.</error>
    UnitResult<LobsterError> Append(Attestation attestation);

    /// <summary>Keeps these and no others.</summary>
    /// <error code="file.act.failed">They could not be written; those that were kept still are.</error>
    UnitResult<LobsterError> Replace(IReadOnlyList<Attestation> kept);
}
