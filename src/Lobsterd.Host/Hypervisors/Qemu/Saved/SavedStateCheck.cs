using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>Decides whether a saved state may become a certain VM. QEMU itself checks next to nothing of this, and runs on with dead devices.</summary>
internal static class SavedStateCheck
{
    // A guest's clock goes wrong by as much as the rates differ; beyond this, setting it now and then no longer hides it.
    private const double MostClockDrift = 0.0005;

    /// <summary>Whether a state fits.</summary>
    /// <error code="vm.state.unusable">It does not; the message says why.</error>
    internal static UnitResult<LobsterError> Fits(SavedState state, QemuHost host, BootVmInput input)
    {
        if (state.Size != input.Size) return Unusable("it was saved from a VM of another size");
        if (state.Memory.Bytes != (long)input.Size.MemoryMib << 20) return Unusable("its memory is of another size than its VM");
        if (state.Base is { } under && under.Origin.Content.Bytes != state.Memory.Bytes) return Unusable("its memory is of another size than what it stands on");
        if (state.Image != input.Image) return Unusable("it was saved from a VM of another image");
        if (state.Qemu != host.Version.ToString()) return Unusable($"it was saved by QEMU {state.Qemu}, and this host has {host.Version}");
        if (state.Layout != QemuMachine.LayoutOf(host, input.Size)) return Unusable("it was saved from another machine");
        return Math.Abs(state.TscKilohertz - host.TscKilohertz) > MostClockDrift * host.TscKilohertz
            ? Unusable($"it was saved on a host whose clock runs at {state.TscKilohertz} kHz, and this one's runs at {host.TscKilohertz} kHz")
            : UnitResult.Success<LobsterError>();
    }

    private static LobsterError Unusable(string why) => new(VmErrors.StateUnusable, $"the saved state does not fit: {why}");
}
