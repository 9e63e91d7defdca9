using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Domain.Templates;

/// <summary>Everything that shapes a freshly booted, anonymous VM: equal inputs make interchangeable templates.</summary>
/// <param name="Hypervisor">The driver and its version, e.g. <c>qemu 7.2.22 tcg</c>.</param>
/// <param name="Image">Content hash of the image.</param>
/// <param name="Kernel">What names kernel and initramfs, and with it the guest binary.</param>
/// <param name="Size">CPUs and memory.</param>
/// <param name="DiskBytes">Apparent size of the writable disk: the guest has it mounted already.</param>
public sealed record TemplateInputs(string Hypervisor, string Image, string Kernel, VmSize Size, long DiskBytes)
{
    // Another form of a template's files is another template.
    private const int Form = 1;

    /// <summary>The workload whose program waits in it for its tenant; null: none does.</summary>
    public PreparedWorkload? Workload { get; init; }

    /// <summary>The template's name in the store: SHA-256 of all of it, lower-case hex.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Form}\n{Hypervisor}\n{Image}\n{Kernel}\n{Size.Vcpus}\n{Size.MemoryMib}\n{DiskBytes}\n{WaitingText}"))));

    // An argument may hold anything, a line feed too: its length keeps it from being taken for two.
    private string WaitingText => Workload is null
        ? ""
        : string.Concat(Workload.Command.Prepend(Workload.User).Prepend(Workload.Name).Select(word => string.Create(CultureInfo.InvariantCulture, $"{word.Length} {word}\n")));
}
