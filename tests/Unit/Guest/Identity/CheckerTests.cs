using Lobsterd.Guest.Exec;
using Lobsterd.Guest.Identity;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Identity;

public sealed class CheckerTests
{
    private static readonly string Long = new('x', (32 << 10) + 1);

    public static TheoryData<string, AgentRequest.Claim> BadClaims() => new()
    {
        { "id", Wire.ClaimMessage with { Id = Guid.Empty } },
        { "name", Wire.ClaimMessage with { Name = "Alice" } },
        { "name", Wire.ClaimMessage with { Name = "../etc" } },
        { "agentToken", Wire.ClaimMessage with { AgentToken = "" } },
        { "agentToken", Wire.ClaimMessage with { AgentToken = new string('x', 257) } },
        { "gatewayToken", Wire.ClaimMessage with { GatewayToken = "a b" } },
        { "entropy", Wire.ClaimMessage with { Entropy = new byte[63] } },
        { "nowUnixMs", Wire.ClaimMessage with { NowUnixMs = -1 } },
        { "nowUnixMs", Wire.ClaimMessage with { NowUnixMs = long.MaxValue } },
        { "prefixLength", Wire.ClaimMessage with { PrefixLength = 0 } },
        { "address", Wire.ClaimMessage with { Address = "10.1" } },
        { "address", Wire.ClaimMessage with { Address = "127.0.0.1" } },
        { "address", Wire.ClaimMessage with { Address = "fe80::1" } },
        { "gateway", Wire.ClaimMessage with { Gateway = "10.66.0.33" } },
        { "gateway", Wire.ClaimMessage with { Gateway = "10.66.0.30" } },
        { "gateway", Wire.ClaimMessage with { Gateway = "224.0.0.1" } },
        { "dns", Wire.ClaimMessage with { Dns = ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"] } },
        { "dns", Wire.ClaimMessage with { Dns = ["one.one.one.one"] } },
        { "dns", Wire.ClaimMessage with { Dns = [null!] } },
        { "workload.name", Bad(workload => workload with { Name = "" }) },
        { "workload.user", Bad(workload => workload with { User = "root" }) },
        { "workload.user", Bad(workload => workload with { User = "a b" }) },
        { "workload.port", Bad(workload => workload with { Port = 52 }) },
        { "workload.port", Bad(workload => workload with { Port = 65_536 }) },
        { "workload.command", Bad(workload => workload with { Command = [""] }) },
        { "workload.command", Bad(workload => workload with { Command = ["a", "b\0"] }) },
        { "workload.command", Bad(workload => workload with { Command = ["a", null!] }) },
        { "workload.command", Bad(workload => workload with { Command = [.. Enumerable.Repeat("a", 257)] }) },
        { "workload.environment", Bad(workload => workload with { Environment = new Dictionary<string, string> { ["1A"] = "" } }) },
        { "workload.environment", Bad(workload => workload with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }) },
        { "workload.environment", Bad(workload => workload with { Environment = new Dictionary<string, string> { ["A"] = Long } }) },
        { "workload.environment", Bad(workload => workload with { Environment = Enumerable.Range(0, 257).ToDictionary(number => $"V{number}", _ => "") }) },
    };

    [Theory]
    [MemberData(nameof(BadClaims), DisableDiscoveryEnumeration = true)]
    public void a_claim_with_one_bad_value_is_refused_by_that_values_name(string member, AgentRequest.Claim claim)
    {
        var refused = ClaimChecker.Check(claim).Error;

        Assert.Equal(IdentityErrors.ClaimInvalid, refused.Code);
        Assert.StartsWith(member + " ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_sound_claim_comes_through_whole()
    {
        var claim = ClaimChecker.Check(Bad(workload => workload with { Command = ["/bin/app", "-x"], Environment = new Dictionary<string, string> { ["A_1"] = "b" } })).Value;

        Assert.Equal(("alice", "10.66.0.30", 30, "10.66.0.29"), (claim.Name.Value, claim.Address.ToString(), claim.PrefixLength, claim.Gateway.ToString()));
        Assert.Equal(["/bin/app", "-x"], claim.Workload.Command);
        Assert.Equal("b", claim.Workload.Environment["A_1"]);
    }

    [Fact]
    public void what_exec_cannot_run_is_refused_by_name()
    {
        var sound = new AgentRequest.Exec { Command = ["true"] };

        Assert.True(ExecChecker.Check(sound).IsSuccess);
        Assert.StartsWith("command ", ExecChecker.Check(sound with { Command = ["a\0"] }).Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("user ", ExecChecker.Check(sound with { User = "" }).Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("columns ", ExecChecker.Check(sound with { Rows = 0 }).Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("environment ", ExecChecker.Check(sound with { Environment = new Dictionary<string, string> { ["-"] = "" } }).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void what_a_link_points_at_is_not_written_through_it_and_a_file_of_the_same_length_stays_where_it_lies()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["elsewhere"], "keep");
        _ = File.CreateSymbolicLink(scratch["link"], scratch["elsewhere"]);
        Write(scratch["link"], "new!");
        Write(scratch["file"], "12345");
        using (var open = File.OpenRead(scratch["file"]))
        {
            Write(scratch["file"], "abcde");
            using var reader = new StreamReader(open);
            Assert.Equal("abcde", reader.ReadToEnd());
        }

        Write(scratch["file"], "longer than before");
        Assert.Equal(("keep", "new!", "longer than before"), (File.ReadAllText(scratch["elsewhere"]), File.ReadAllText(scratch["link"]), File.ReadAllText(scratch["file"])));

        Write(scratch["file"], "shorter");
        Assert.Equal("shorter", File.ReadAllText(scratch["file"]));
    }

    [Fact]
    public void a_folder_in_the_place_of_an_identity_stays_and_is_an_error()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(scratch["hostname"]).FullName, "kept"), "");

        Assert.Equal(IdentityErrors.ApplyFailed, IdentityFile.Write(scratch["hostname"], "alice\n").Error.Code);
        Assert.True(File.Exists(Path.Combine(scratch["hostname"], "kept")));
    }

    private static void Write(string path, string text) => Assert.True(IdentityFile.Write(path, text).IsSuccess);

    private static AgentRequest.Claim Bad(Func<AgentWorkload, AgentWorkload> change) => Wire.ClaimMessage with { Workload = change(Wire.ClaimMessage.Workload) };
}
