using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>A QEMU in its jail that waits for a tenant: stopped by the kernel, with a template's memory mapped or a kernel read, and the image open, without disk and network.</summary>
internal sealed class QemuMember : IAsyncDisposable
{
    /// <summary>What it can become.</summary>
    internal required MemberShape Shape { get; init; }

    /// <summary>Where it sits, now and as a tenant's VM.</summary>
    internal required Seat Seat { get; init; }

    /// <summary>Its process.</summary>
    internal required JailedProcess Process { get; init; }

    /// <summary>The file that it was started from.</summary>
    internal required FileIdentity Program { get; init; }

    /// <summary>The way to its monitor, which has greeted.</summary>
    internal required QmpLink Link { get; init; }

    /// <summary>What it has as its TAP: an open file that can be bound to a tenant's once <see cref="IsTapLoose"/> has completed.</summary>
    internal required Fd Tap { get; init; }

    /// <summary>The removal of the TAP that it was started with, for which the kernel takes some time.</summary>
    internal required Task<UnitResult<LobsterError>> IsTapLoose { get; init; }

    /// <summary>The template's memory that it maps; null where it has one of its own.</summary>
    internal required SealedRam? Ram { get; init; }

    /// <summary>Whether a tenant has it: then it is that tenant's to end.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Lets go of it; the process goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = await IsTapLoose;
        Tap.Dispose();
        Ram?.Dispose();
        await Link.DisposeAsync();
        Process.Dispose();
    }
}
