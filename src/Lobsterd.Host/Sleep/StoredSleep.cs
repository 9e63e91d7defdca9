using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Sleep;

/// <summary>A saved state's passport as it lies beside its files.</summary>
internal sealed record StoredSleep
{
    internal const int CurrentSchema = 1;

    /// <summary>The form of the passport.</summary>
    public required int Schema { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The driver that saved it.</summary>
    public required string Hypervisor { get; init; }

    /// <summary>That hypervisor's version.</summary>
    public required string Version { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image.</summary>
    public required string Image { get; init; }

    /// <summary>When it was sealed (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<SleepFile> Files { get; init; }

    /// <summary>What its guest stands still under; null when it does not.</summary>
    public byte[]? Nonce { get; init; }

    internal static StoredSleep Of(SleepState state) => new()
    {
        Schema = CurrentSchema,
        Tenant = state.Tenant,
        Hypervisor = state.Hypervisor.Value,
        Version = state.Version,
        Size = state.Size,
        Image = state.Image,
        MadeAt = state.MadeAt,
        Files = state.Files,
        Nonce = state.Nonce,
    };

    internal SleepState ToState(bool isBegun) => new()
    {
        Tenant = Tenant,
        Hypervisor = new HypervisorName(Hypervisor),
        Version = Version,
        Size = Size,
        Image = Image,
        MadeAt = MadeAt,
        Files = Files,
        Nonce = Nonce,
        IsBegun = isBegun,
    };
}
