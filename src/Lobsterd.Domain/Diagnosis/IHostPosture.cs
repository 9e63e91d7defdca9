using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Diagnosis;

/// <summary>How safe this host is for tenants that do not trust each other.</summary>
public interface IHostPosture
{
    /// <summary>Whether a tenant may be let in: always, unless <c>posture.mode</c> is <c>enforce</c>.</summary>
    /// <error code="host.posture.refused">A check of high severity fails or cannot be read, and is not waived; the message names each.</error>
    UnitResult<LobsterError> Admit();

    /// <summary>Changes those settings that are not as they should be and are safe to change; they are back after a reboot.</summary>
    /// <error code="host.posture.unfixed">A setting could not be written; those before it are changed.</error>
    Result<IReadOnlyList<HostFix>, LobsterError> Fix();
}
