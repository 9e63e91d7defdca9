using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors;

/// <summary>What this host's CPU and kernel offer to a hypervisor.</summary>
/// <param name="CpuFlag"><c>vmx</c> or <c>svm</c>; null when the CPU has neither, or hides it.</param>
/// <param name="KvmRefusal">Why <c>/dev/kvm</c> does not open; null when it does.</param>
/// <param name="CpuModel">A name for this CPU's model and flags: lower-case hex, equal on equal CPUs only.</param>
internal sealed record Virtualization(string? CpuFlag, string? KvmRefusal, string CpuModel)
{
    private const string KvmDevice = "/dev/kvm";

    /// <summary>Whether KVM can run guests. The device alone proves nothing: there are kernels where it opens and an ordinary guest spins for ever.</summary>
    internal bool HasKvm => CpuFlag is not null && KvmRefusal is null;

    /// <summary>Asks the host.</summary>
    internal static Virtualization Probe() => Read(File.ReadAllText("/proc/cpuinfo"), RefusalOfKvm());

    /// <summary>Reads what <c>/proc/cpuinfo</c> tells of the first CPU.</summary>
    internal static Virtualization Read(string cpuInfo, string? kvmRefusal)
    {
        var flags = Field(cpuInfo, "flags").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flag = flags.FirstOrDefault(flag => flag is "vmx" or "svm");
        var model = string.Join('\n', [Field(cpuInfo, "vendor_id"), Field(cpuInfo, "model name"), .. flags.Order(StringComparer.Ordinal)]);
        return new Virtualization(flag, kvmRefusal, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model))));
    }

    /// <summary>One sentence that says why KVM is or is not used.</summary>
    internal string Explain() => (CpuFlag, KvmRefusal) switch
    {
        (null, _) => "the CPU shows neither vmx nor svm, so no KVM could run a guest",
        (_, { } refusal) => string.Create(CultureInfo.InvariantCulture, $"the CPU has {CpuFlag}, but {refusal}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"the CPU has {CpuFlag} and {KvmDevice} opens"),
    };

    private static string Field(string cpuInfo, string name)
    {
        foreach (var line in cpuInfo.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Trim().SequenceEqual(name)) return line[(colon + 1)..].Trim().ToString();
        }

        return "";
    }

    private static string? RefusalOfKvm()
    {
        if (Fd.Open(KvmDevice, OpenFlags.ReadWrite).TryGetError(out var error, out var device)) return error.Message;
        device.Dispose();
        return null;
    }
}
