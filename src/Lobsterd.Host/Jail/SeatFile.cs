using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Jail;

/// <summary>The file in a run folder that says in which seat its VMM sits. Without one it is the slot's own.</summary>
/// <remarks>It is there before the VMM is started, and comes into a tenant's run folder with the folder itself, so there is no instant at which a VMM's seat is not known.</remarks>
internal static class SeatFile
{
    private const string Name = "seat";
    private const int OwnerOnly = 0x180;    // 0600
    private const int LongestContent = 16;

    /// <summary>Says it.</summary>
    /// <error code="file.path.missing">The folder is not there.</error>
    /// <error code="file.space.exhausted">No room.</error>
    internal static UnitResult<LobsterError> Write(string runFolder, Seat seat) =>
        VolatileFile.Replace(Path.Combine(runFolder, Name), System.Text.Encoding.ASCII.GetBytes(seat.ToString()), OwnerOnly);

    /// <summary>The seat of an owner's VMM.</summary>
    internal static Seat Of(LobsterdPaths paths, VmOwner owner) => Read(paths.VmOf(owner.Name)) ?? Seat.Of(owner.Slot);

    /// <summary>The seats beyond the slots in which tenants' VMMs sit, and the tenants' names.</summary>
    internal static IReadOnlyDictionary<Seat, string> Taken(LobsterdPaths paths)
    {
        var taken = new Dictionary<Seat, string>();
        if (!Directory.Exists(paths.Vms)) return taken;
        foreach (var folder in Directory.EnumerateDirectories(paths.Vms))
            if (Read(folder) is { } seat) taken[seat] = Path.GetFileName(folder);
        return taken;
    }

    private static Seat? Read(string runFolder)
    {
        var path = Path.Combine(runFolder, Name);
        return File.Exists(path)
            && PlainFile.ReadAll(path, LongestContent).TryGetValue(out var content)
            && int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Seat(number)
                : null;
    }
}
