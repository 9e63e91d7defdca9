using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Linux.Processes;

public sealed class SpawnIdentityTests
{
    private const int NetBindService = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_child_is_born_with_its_credentials_and_nothing_of_ours()
    {
        var status = await StatusOfAsync(new Credentials { UserId = 64_001, GroupId = 64_002, Groups = [64_003, 64_004] }, noNewPrivileges: true);

        Assert.Equal("64001\t64001\t64001\t64001", status["Uid"]);
        Assert.Equal("64002\t64002\t64002\t64002", status["Gid"]);
        Assert.Equal("64003 64004", status["Groups"].Trim());
        Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal("0000000000000000", status[set]));
        Assert.Equal("1", status["NoNewPrivs"]);
    }

    [Fact]
    public async Task a_child_keeps_the_capabilities_that_it_was_given()
    {
        var status = await StatusOfAsync(
            new Credentials { UserId = 64_001, GroupId = 64_001, AmbientCapabilities = [NetBindService] }, noNewPrivileges: false);

        Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal("0000000000000400", status[set]));
        Assert.Equal("0", status["NoNewPrivs"]);
    }

    [Fact]
    public async Task a_root_child_without_capabilities_has_none()
    {
        var status = await StatusOfAsync(new Credentials { UserId = 0, GroupId = 0 }, noNewPrivileges: true);

        Assert.All(["CapPrm", "CapEff", "CapBnd"], set => Assert.Equal("0000000000000000", status[set]));
    }

    [Fact]
    public async Task our_own_threads_keep_what_they_had()
    {
        var before = await File.ReadAllLinesAsync("/proc/self/status", Token);
        _ = await StatusOfAsync(new Credentials { UserId = 64_001, GroupId = 64_001 }, noNewPrivileges: true);
        var after = await File.ReadAllLinesAsync("/proc/self/status", Token);

        Assert.Equal(IdentityLines(before), IdentityLines(after));
        Assert.All(ThreadsThatStay(), status => Assert.Equal(IdentityLines(before), IdentityLines(status)));
    }

    [Fact]
    public void a_program_that_its_user_may_not_run_is_refused()
    {
        var error = Spawner.Start(new SpawnInput
        {
            Program = "/root/none",
            Credentials = new Credentials { UserId = 64_001, GroupId = 64_001 },
        }).Error;

        Assert.Equal(ProcessErrors.ProgramRefused, error.Code);
    }

    /// <summary>What the kernel tells of each thread of ours, but for those that gave birth, here or in a test beside: they keep the child's identity,
    /// and the kernel lists them for an instant after they were joined.</summary>
    private static List<string[]> ThreadsThatStay()
    {
        var threads = new List<string[]>();
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                var status = File.ReadAllLines(Path.Combine(task, "status"));
                if (!status.Contains("Name:\tspawn")) threads.Add(status);
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }
        }

        Assert.NotEmpty(threads);
        return threads;
    }

    private static string[] IdentityLines(string[] status) =>
        [.. status.Where(line => line.StartsWith("Uid", StringComparison.Ordinal) || line.StartsWith("Cap", StringComparison.Ordinal)
            || line.StartsWith("Groups", StringComparison.Ordinal) || line.StartsWith("NoNewPrivs", StringComparison.Ordinal))];

    private static async Task<Dictionary<string, string>> StatusOfAsync(Credentials credentials, bool noNewPrivileges)
    {
        using var output = Pipe.Create().Value;
        using var child = Spawner.Start(new SpawnInput
        {
            Program = "/bin/cat",
            Arguments = ["/proc/self/status"],
            Descriptors = [new(1, output.WriteEnd)],
            Credentials = credentials,
            NoNewPrivileges = noNewPrivileges,
        }).Value;
        output.WriteEnd.Dispose();
        var tail = OutputTail.Follow(output.ReadEnd, 64 * 1024, Token);
        await tail.Completion;
        return tail.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(":\t", 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
