using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Identity;

/// <summary>What is kept of a <see cref="GuestProof"/>: by it a VM is known that answers as another one did.</summary>
public sealed record Attestation
{
    /// <summary>When it was taken (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The tenant's id.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The tenant's name then.</summary>
    public required string Name { get; init; }

    /// <summary>The VMM whose guest it was.</summary>
    public required VmProcess Vm { get; init; }

    /// <summary>The guest's machine id.</summary>
    public required Guid MachineId { get; init; }

    /// <summary>The guest's boot id.</summary>
    public required Guid BootId { get; init; }

    /// <summary>SHA-256 of what its generator gave, lower-case hex: what came out of a generator is not written down.</summary>
    public required string Sample { get; init; }

    /// <summary>Fingerprints of SSH's host keys, as <c>ssh-keygen -l</c> tells them: <c>SHA256:</c> and base64.</summary>
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    /// <summary>The guest's IPv4 address.</summary>
    public required string Address { get; init; }

    /// <summary>How far the guest's clock was before the host's when its answer came, in milliseconds.</summary>
    public required double ClockOffMs { get; init; }

    /// <summary>SHA-256 over all that must be the guest's alone, and its name and address; lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>What is kept of a proof.</summary>
    /// <param name="tenant">Who the guest is to be.</param>
    /// <param name="vm">Its VMM.</param>
    /// <param name="proof">What it says.</param>
    /// <param name="now">The host's clock when it said so.</param>
    public static Attestation Of(Tenant tenant, VmProcess vm, GuestProof proof, DateTimeOffset now)
    {
        var attestation = new Attestation
        {
            At = now,
            Tenant = tenant.Id,
            Name = tenant.Name.Value,
            Vm = vm,
            MachineId = proof.MachineId,
            BootId = proof.BootId,
            Sample = Convert.ToHexStringLower(SHA256.HashData(proof.Sample.Span)),
            HostKeys = [.. proof.HostKeys.Select(FingerprintOf).Order(StringComparer.Ordinal)],
            Address = proof.Address.ToString(),
            ClockOffMs = (proof.Now - now).TotalMilliseconds,
            Digest = "",
        };
        return attestation with { Digest = attestation.Sum() };
    }

    /// <summary>What no other VM may answer, each preceded by what it is.</summary>
    public IEnumerable<string> MarksOfVm() => [$"machine id {MachineId:N}", $"boot id {BootId:D}", $"random bytes {Sample}"];

    /// <summary>What no other tenant's VM may answer: a tenant's SSH keys stay its own from boot to boot.</summary>
    public IEnumerable<string> MarksOfTenant() => HostKeys.Select(key => $"SSH host key {key}");

    private string Sum()
    {
        var text = string.Join('\n', [.. MarksOfVm(), .. MarksOfTenant(), $"host name {Name}", $"address {Address}"]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // Kind, key in base64, and perhaps a comment. What is no base64 is told by the sum of its text: it is a mark all the same.
    private static string FingerprintOf(string line)
    {
        var key = line.Split(' ') is [_, var encoded, ..] ? encoded : line;
        var bytes = new byte[key.Length];
        var sum = Convert.TryFromBase64String(key, bytes, out var length) ? SHA256.HashData(bytes.AsSpan(0, length)) : SHA256.HashData(Encoding.UTF8.GetBytes(line));
        return $"SHA256:{Convert.ToBase64String(sum).TrimEnd('=')}";
    }
}
