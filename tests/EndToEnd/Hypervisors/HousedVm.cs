using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;
using Lobsterd.Linux.Netlink;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>A VM of a <see cref="GuestHouse"/>, anonymous until it is claimed.</summary>
internal sealed class HousedVm : IAsyncDisposable
{
    private const long DiskBytes = 64 << 20;

    private static readonly VmSize Size = new(1, 256);

    private static readonly TimeSpan BootBound = TimeSpan.FromMilliseconds(new HypervisorConfig().BootTimeoutMs);

    private readonly GuestHouse house;
    private readonly BootVmInput input;
    private readonly TenantClaim claim;
    private readonly AgentClient agents = new(new AgentConfig(), TimeProvider.System);

    private HousedVm(GuestHouse house, BootVmInput input) =>
        (this.house, this.input, claim) = (house, input, FreshClaim.Of(input.Owner, GuestHouse.Plan));

    private VmOwner Owner => input.Owner;

    internal static async Task<HousedVm> PrepareAsync(GuestHouse house, VmOwner owner, string image, CancellationToken cancellationToken)
    {
        var overlay = (await house.Overlays.EnsureAsync(new EnsureOverlayInput(owner, DiskBytes), cancellationToken)).Require();
        house.Links.Ensure(owner).Require();
        return new HousedVm(house, new BootVmInput { Owner = owner, Size = Size, Image = image, OverlayPath = overlay });
    }

    /// <summary>Boots it from its kernel, up to its agent's greeting.</summary>
    internal async Task BootAsync(CancellationToken cancellationToken)
    {
        _ = (await house.Driver.BootAsync(input, cancellationToken)).Require();

        // A connection that is kept would be saved with the VM, and its copies would have an end of it that leads nowhere.
        using var shortly = new AgentClient(new AgentConfig(), TimeProvider.System);
        (await shortly.WaitReadyAsync(Owner, BootBound, cancellationToken)).Require();
    }

    /// <summary>Stops it and saves it with its disk.</summary>
    internal async Task SaveAsync(SavedGuest into, CancellationToken cancellationToken)
    {
        (await house.Driver.PauseAsync(Owner, cancellationToken)).Require();
        (await house.Driver.SnapshotAsync(Owner, into.State, cancellationToken)).Require();
        File.Copy(input.OverlayPath, into.Disk);
    }

    /// <summary>Makes it the copy of a saved one and lets it run, up to its agent's greeting.</summary>
    internal async Task RestoreAsync(SavedGuest from, CancellationToken cancellationToken)
    {
        File.Copy(from.Disk, input.OverlayPath, overwrite: true);
        _ = (await house.Driver.RestoreAsync(input, from.State, cancellationToken)).Require();
        (await house.Driver.ResumeAsync(Owner, cancellationToken)).Require();
        (await agents.WaitReadyAsync(Owner, BootBound, cancellationToken)).Require();
    }

    /// <summary>Gives it its identity.</summary>
    internal async Task ClaimAsync(CancellationToken cancellationToken) => (await agents.ClaimAsync(Owner, claim, cancellationToken)).Require();

    /// <summary>Runs a shell's line in it as root, to its end.</summary>
    internal async Task<GuestCommand> ShellAsync(string line, CancellationToken cancellationToken)
    {
        await using var session = (await agents.ExecAsync(Owner, claim.AgentToken, new ExecSpec { Command = ["/bin/sh", "-c", line] }, cancellationToken)).Require();
        using MemoryStream output = new(), errors = new();
        await foreach (var told in session.ReadAsync(cancellationToken))
        {
            switch (told.Require())
            {
                case ExecEvent.Output some: output.Write(some.Data.Span); break;
                case ExecEvent.Error some: errors.Write(some.Data.Span); break;
                case ExecEvent.Exited end: return new GuestCommand(end.Code, output.ToArray(), errors.ToArray());
            }
        }

        throw new IOException("the command was cut off");
    }

    public async ValueTask DisposeAsync()
    {
        agents.Dispose();
        (await house.Driver.KillAsync(Owner, CancellationToken.None)).Require();
        using var kernel = RtNetlink.Open().Require();
        kernel.Apply(new RtBatch().DeleteLink(RtNetlink.IndexOf(NetworkPlan.TapOf(Owner.Slot)).Require())).Require();
    }
}
