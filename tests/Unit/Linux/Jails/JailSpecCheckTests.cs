using System.Text.Json;
using CsCheck;
using Lobsterd.Linux.Jails;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Jails;

public sealed class JailSpecCheckTests
{
    private static readonly JailSpec Good = new()
    {
        Program = "/bin/vmm",
        Arguments = ["-x"],
        Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
        UserId = 1_879_048_209,
        GroupId = 1_879_048_209,
        Groups = [104],
        Cgroups = ["/sys/fs/cgroup/lobsterd/slot-1"],
        MountPoint = "/var/lib/lobsterd/jailer",
        Mounts = [new JailMount("/usr/bin/vmm", "/bin/vmm"), new JailMount("/dev/kvm", "/dev/kvm", IsDevice: true)],
        Descriptors = [10, 255],
        Limits = new JailLimits(1024, 4L << 30),
        RunFolder = "/run/lobsterd/vm/alice",
    };

    /// <summary>Each is wrong in one way.</summary>
    private static readonly (string Why, Func<JailSpec, JailSpec> Spoil)[] Spoilers =
    [
        ("a relative program", spec => spec with { Program = "bin/vmm" }),
        ("an empty program", spec => spec with { Program = "" }),
        ("a program that climbs", spec => spec with { Program = "/bin/../vmm" }),
        ("a program with a NUL", spec => spec with { Program = "/bin/vmm\0" }),
        ("a program that no mount holds", spec => spec with { Program = "/bin/other" }),
        ("a program that only begins like a mount", spec => spec with { Program = "/bin/vmmx" }),
        ("root", spec => spec with { UserId = 0 }),
        ("root's group", spec => spec with { GroupId = 0 }),
        ("the id that changes nothing", spec => spec with { UserId = uint.MaxValue }),
        ("root's supplementary group", spec => spec with { Groups = [104, 0] }),
        ("too many groups", spec => spec with { Groups = [.. Enumerable.Repeat(5u, 33)] }),
        ("a mount over the root", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("/etc", "/")] }),
        ("a mount over /proc", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("/etc", "/proc")] }),
        ("a mount within /proc", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("/etc", "/proc/x")] }),
        ("a mount that climbs out", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("/etc", "/x/../../etc")] }),
        ("a relative target", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("/etc", "etc")] }),
        ("a relative source", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("etc", "/etc")] }),
        ("a source with a double slash", spec => spec with { Mounts = [.. spec.Mounts, new JailMount("//etc", "/etc")] }),
        ("two mounts on one target", spec => spec with { Mounts = [.. spec.Mounts, spec.Mounts[0]] }),
        ("too many mounts", spec => spec with { Mounts = [.. spec.Mounts, .. Enumerable.Range(0, 512).Select(n => new JailMount("/a", $"/m{n}"))] }),
        ("a null mount", spec => spec with { Mounts = [.. spec.Mounts, null!] }),
        ("a mount from null", spec => spec with { Mounts = [.. spec.Mounts, new JailMount(null!, "/x")] }),
        ("a descriptor of the launcher", spec => spec with { Descriptors = [4] }),
        ("standard output", spec => spec with { Descriptors = [1] }),
        ("a negative descriptor", spec => spec with { Descriptors = [-1] }),
        ("a descriptor out of range", spec => spec with { Descriptors = [256] }),
        ("a descriptor twice", spec => spec with { Descriptors = [10, 10] }),
        ("too many arguments", spec => spec with { Arguments = [.. Enumerable.Repeat("x", 513)] }),
        ("an argument with a NUL", spec => spec with { Arguments = ["a\0b"] }),
        ("an argument too long", spec => spec with { Arguments = [new string('x', 40_000)] }),
        ("a null argument", spec => spec with { Arguments = [null!] }),
        ("no arguments at all", spec => spec with { Arguments = null! }),
        ("a variable without a name", spec => spec with { Environment = new Dictionary<string, string> { [""] = "x" } }),
        ("a variable's name with =", spec => spec with { Environment = new Dictionary<string, string> { ["A=B"] = "x" } }),
        ("a null variable", spec => spec with { Environment = new Dictionary<string, string> { ["A"] = null! } }),
        ("a relative cgroup", spec => spec with { Cgroups = ["lobsterd"] }),
        ("a cgroup that climbs", spec => spec with { Cgroups = ["/sys/fs/cgroup/../../etc"] }),
        ("too many cgroups", spec => spec with { Cgroups = [.. Enumerable.Repeat("/a", 17)] }),
        ("the root as mount point", spec => spec with { MountPoint = "/" }),
        ("the root as run folder", spec => spec with { RunFolder = "/" }),
        ("a run folder with a dot", spec => spec with { RunFolder = "/run/./x" }),
        ("hardly a descriptor", spec => spec with { Limits = spec.Limits with { OpenFiles = 10 } }),
        ("too many open files", spec => spec with { Limits = spec.Limits with { OpenFiles = 100_000 } }),
        ("no file size", spec => spec with { Limits = spec.Limits with { FileSizeBytes = 0 } }),
        ("a negative file size", spec => spec with { Limits = spec.Limits with { FileSizeBytes = -1 } }),
        ("no limits", spec => spec with { Limits = null! }),
    ];

    public static TheoryData<string> Wrongs => [.. Spoilers.Select(spoiler => spoiler.Why)];

    [Fact]
    public void a_good_spec_passes_as_it_is() => Assert.Same(Good, JailSpecCheck.Check(Good).Value);

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void what_is_wrong_is_refused(string why)
    {
        var spoiled = Array.Find(Spoilers, spoiler => spoiler.Why == why).Spoil(Good);

        Assert.Equal(JailErrors.SpecInvalid, JailSpecCheck.Check(spoiled).Error.Code);
    }

    [Fact]
    public void a_spec_survives_its_own_json()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Good, JailJson.Default.JailSpec);

        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(json, JailJson.Default.JailSpec)!, JailJson.Default.JailSpec));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void a_spec_with_a_member_missing_is_no_spec(string json) =>
        Assert.True(json == "null" || Record.Exception(() => JsonSerializer.Deserialize(json, JailJson.Default.JailSpec)) is JsonException);

    [Fact]
    public void mutated_json_is_refused_or_still_a_spec_and_never_a_crash()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Good, JailJson.Default.JailSpec);
        Gen.Select(Gen.Int[0, json.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var bytes = json.ToArray();
            foreach (var (at, value) in changes) bytes[at] = value;
            try
            {
                if (JsonSerializer.Deserialize(bytes, JailJson.Default.JailSpec) is { } spec) _ = JailSpecCheck.Check(spec);
            }
            catch (JsonException)
            {
                // Refused, as it should be.
            }
        });
    }
}
