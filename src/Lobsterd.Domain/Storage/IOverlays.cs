using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Storage;

/// <summary>The tenants' writable disks.</summary>
public interface IOverlays
{
    /// <summary>Makes the disk from the pre-made empty ext4, by reflink or sparse copy; an existing whole one is kept as it is.</summary>
    /// <returns>The absolute path of the file.</returns>
    Task<Result<string, LobsterError>> EnsureAsync(EnsureOverlayInput input, CancellationToken cancellationToken);

    /// <summary>Removes the tenant's folder with its disk. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken);
}
