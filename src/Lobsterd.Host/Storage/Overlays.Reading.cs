using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Storage;

public sealed partial class Overlays : IDiskReadings
{
    /// <inheritdoc/>
    public Result<IReadOnlyList<string>, LobsterError> FaultsOf(EnsureOverlayInput planned)
    {
        var path = paths.OverlayOf(planned.Owner.Name);
        var uid = paths.Instance.UidOf(planned.Owner.Slot);
        if (FileStat.Of(path).TryGetError(out _, out var stat)) return new List<string> { $"there is no {path}" };
        if (stat.Type != FileKind.File) return new List<string> { $"{path} is no file" };
        var faults = new List<string>();
        if (stat.UserId != uid || stat.GroupId != uid)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"it belongs to {stat.UserId}:{stat.GroupId}, not to its slot's {uid}"));
        if (stat.Mode != OwnerOnlyFile) faults.Add($"its mode is {Convert.ToString(stat.Mode, 8)}, not 600");
        if (stat.SizeBytes != planned.SizeBytes)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"it has {stat.SizeBytes} bytes, must have {planned.SizeBytes}"));
        else if (Guard(planned.Owner, () => AddFault(faults, FaultOf(path, stat.SizeBytes))).TryGetError(out var unread)) return unread;
        return faults;
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> TakeBack(VmOwner owner)
    {
        var path = paths.OverlayOf(owner.Name);
        var uid = paths.Instance.UidOf(owner.Slot);
        if (FileStat.Of(path).TryGetError(out var missing, out var stat)) return Failed(owner, missing);
        if (stat.Type != FileKind.File || (paths.Instance.SlotOf(stat.UserId) is { } other && other != owner.Slot))
            return new LobsterError(StorageErrors.OverlayForeign, $"{path} belongs to UID {stat.UserId}, not to slot {owner.Slot.Number}'s {uid}");
        return Claim(path, owner, uid);
    }

    private static void AddFault(List<string> faults, string? fault)
    {
        if (fault is not null) faults.Add(fault);
    }
}
