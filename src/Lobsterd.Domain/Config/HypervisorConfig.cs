namespace Lobsterd.Domain.Config;

/// <summary>What runs the VMs, and how large they are unless asked otherwise.</summary>
public sealed record HypervisorConfig
{
    /// <summary>New tenants are restored from templates.</summary>
    public const string WithTemplates = "auto";

    /// <summary>Every new tenant boots.</summary>
    public const string WithoutTemplates = "off";

    /// <summary>Which driver: <c>auto</c>, <c>firecracker</c> or <c>qemu</c>.</summary>
    public string Driver { get; init; } = "auto";

    /// <summary>The QEMU program.</summary>
    public string QemuProgram { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>The Firecracker program; null: the newest that init installed, else the one on PATH.</summary>
    public string? FirecrackerProgram { get; init; }

    /// <summary>Firecracker's jailer; null: the one beside Firecracker.</summary>
    public string? JailerProgram { get; init; }

    /// <summary>Virtual CPUs of a new tenant, 1 to 32; null: 1 in software, 2 with KVM.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory of a new tenant in MiB, 64 to 1,048,576; null: 256 in software, 1,024 with KVM.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Memory of the host that tenants leave free, in MiB, 0 to 1,048,576.</summary>
    public int MemoryReserveMib { get; init; } = 256;

    /// <summary>Guests that boot at once, 1 to 1,024; null: as many as the host has processors. The others wait for their turn.</summary>
    public int? BootsAtOnce { get; init; }

    /// <summary>Templates that new tenants are restored from: <c>auto</c>, made in the background when one is first missed, or <c>off</c>.</summary>
    public string Templates { get; init; } = WithTemplates;

    /// <summary>Hypervisors that wait for VMs to come, 0 to 64; null: two while twice the reserve of memory is free, none below.</summary>
    public int? Pool { get; init; }

    /// <summary>Longest wait for a cold boot's agent, from its turn on, 1,000 to 600,000 ms.</summary>
    public int BootTimeoutMs { get; init; } = 120_000;
}
