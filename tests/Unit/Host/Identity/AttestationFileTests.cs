using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Identity;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Identity;

public sealed class AttestationFileTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;
    private readonly AttestationFile file;

    public AttestationFileTests()
    {
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.State);
        file = new AttestationFile(paths);
    }

    [Fact]
    public void what_is_appended_is_read_in_its_order_by_a_later_one_and_for_root_alone()
    {
        Assert.Empty(file.ReadAll().Value);
        Append("alice", "bob");

        Assert.Equal(["alice", "bob"], Names());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paths.Attestations));
    }

    [Fact]
    public void all_of_it_comes_back()
    {
        var written = New("alice");
        Assert.True(file.Append(written).IsSuccess);
        var read = Assert.Single(file.ReadAll().Value);

        Assert.Equal(written.HostKeys, read.HostKeys);
        Assert.Equal(written, read with { HostKeys = written.HostKeys });
    }

    [Fact]
    public void a_line_that_was_cut_short_costs_itself_alone()
    {
        Append("alice");
        File.AppendAllText(paths.Attestations, "\n{\"at\":\"2026-03-01T12:0");
        Append("bob");

        Assert.Equal(["alice", "bob"], Names());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    [InlineData("[1,2]")]
    public void what_is_no_attestation_is_passed_over(string line)
    {
        File.WriteAllText(paths.Attestations, $"{line}\n");
        Append("alice");

        Assert.Equal(["alice"], Names());
    }

    [Fact]
    public void replaced_it_holds_what_it_was_given_and_goes_on_growing()
    {
        Append("alice", "bob");
        Assert.True(file.Replace([New("carol")]).IsSuccess);
        Append("dave");

        Assert.Equal(["carol", "dave"], Names());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paths.Attestations));
    }

    [Fact]
    public void where_it_cannot_be_written_or_read_that_is_told()
    {
        _ = Directory.CreateDirectory(paths.Attestations);

        Assert.True(file.Append(New("alice")).IsFailure);
        Assert.True(file.Replace([New("alice")]).IsFailure);
        Directory.Delete(paths.Attestations);
        File.CreateSymbolicLink(paths.Attestations, "/etc/hostname");
        Assert.True(file.ReadAll().IsFailure);
        Assert.True(file.Append(New("alice")).IsFailure);
    }

    public void Dispose() => scratch.Dispose();

    private IEnumerable<string> Names() => new AttestationFile(paths).ReadAll().Value.Select(one => one.Name);

    private void Append(params string[] names)
    {
        foreach (var name in names) Assert.True(file.Append(New(name)).IsSuccess);
    }

    private static Attestation New(string name) => new()
    {
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Tenant = Guid.CreateVersion7(),
        Name = name,
        Vm = new VmProcess(100, 700, Guid.NewGuid(), "7.2.22"),
        MachineId = Guid.NewGuid(),
        BootId = Guid.NewGuid(),
        Sample = new string('a', 64),
        HostKeys = ["SHA256:abc"],
        Address = "10.66.0.30",
        ClockOffMs = -0.5,
        Digest = new string('b', 64),
    };
}
