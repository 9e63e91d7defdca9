using CsCheck;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Memory;

public sealed class RamMappingTests
{
    private const long Mib256 = 256L << 20;

    private static readonly string[] Others =
    [
        "55d0c8a00000-55d0c8e00000 r--p 00000000 fe:00 12345                      /usr/bin/qemu-system-x86_64",
        "7f3c4be00000-7f3c5be00000 rw-p 00000000 00:00 0",
        "7f3c4be00000-7f3c5be00000 rw-s 00000000 00:01 77                         /memfd:other (deleted)",
        "7f3c4be00000-7f3c4bf00000 rw-s 00000000 00:01 77                         /memfd:lobsterd-ram (deleted)",
    ];

    [Theory]
    [InlineData("rw-s", false)]
    [InlineData("rw-p", true)]
    public void it_is_found_by_name_and_size(string flags, bool isPrivate)
    {
        string[] lines = [.. Others, $"7f3c5be00000-7f3c6be00000 {flags} 00000000 00:01 5125                      /memfd:lobsterd-ram (deleted)"];

        var mapping = RamMapping.Find(42, Mib256, lines).Value;

        Assert.Equal(new RamMapping(42, 0x7f3c5be00000, Mib256, isPrivate), mapping);
        Assert.Equal("/proc/42/map_files/7f3c5be00000-7f3c6be00000", mapping.FilePath);
    }

    [Fact]
    public void a_process_without_it_is_no_vmm_of_ours() =>
        Assert.Equal(VmErrors.Exited, RamMapping.Find(42, Mib256, Others).Error.Code);

    [Fact]
    public void a_process_that_is_gone_is_told() =>
        Assert.Equal(VmErrors.Exited, RamMapping.Find(int.MaxValue, Mib256).Error.Code);

    [Fact]
    public void no_line_at_all_throws() => Gen.String.Array[0, 5].Sample(lines =>
    {
        _ = RamMapping.Find(42, Mib256, [.. lines, .. lines.Select(line => line + "/memfd:lobsterd-ram (deleted)")]);
        return true;
    });
}
