using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Secrets reach the workload and nothing else: values are planted, then everything that was written is searched.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string InEnvironment = "planted-env-4c1b9e7d";
    private const string InFile = "planted-file-90aa31f2";

    private static readonly PlantedText Planted = new("planted-");

    private readonly ScratchFolder scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // A web server of whoever writes workloads: what it knows, it tells.
    private string Config => """
        {"workloads":{
          "keyed":{
            "command":["/usr/bin/busybox","httpd","-f","-p","{port}","-h","FOLDER"],"healthPath":"/well",
            "environment":{"GREETING":"hello from {port}"},
            "secrets":{"ENV_KEY":"environment","FILE_KEY":"file"},
            "files":{"/home/tenant/settings/keyed.conf":{"mode":"0640","content":"port {port}\n"}},
            "commands":{"configure":["/bin/sh","-c","printf %s \"$ENV_KEY\"; id -u"]}},
          "unserved":{"command":["/usr/bin/busybox","httpd","-f","-p","{port}","-h","FOLDER"],"healthPath":"/ill"},
          "nobodys":{"user":"nobody-here"}},
         "agent":{"workloadTimeoutMs":3000}}
        """.Replace("FOLDER", scratch.Path, StringComparison.Ordinal);

    public SecretsTests()
    {
        const UnixFileMode Everyone = (UnixFileMode)0b111_101_101;
        File.SetUnixFileMode(scratch.Path, Everyone);
        _ = Directory.CreateDirectory(scratch["cgi-bin"], Everyone);
        File.WriteAllText(scratch["well"], "well");
        File.WriteAllText(scratch["cgi-bin/tell"], "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n%s/%s' \"$GREETING\" \"$ENV_KEY\"\n");
        File.SetUnixFileMode(scratch["cgi-bin/tell"], Everyone);
        File.WriteAllText(scratch["env"], InEnvironment + "\n");
        File.WriteAllText(scratch["file"], InFile);
        File.WriteAllText(scratch["second"], InEnvironment + "-second");
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task planted_secrets_reach_the_workload_and_are_found_nowhere_else()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        var url = await SpawnAsync(stand, $"lobsterd spawn alice --workload keyed --secret ENV_KEY={scratch["env"]}");
        Assert.Equal($"hello from 9000/{InEnvironment}", await stand.Web.GetStringAsync($"{url}cgi-bin/tell", Stop));
        Assert.Equal("port 9000\n", await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(stand.Paths.Root, "keyed.conf", SearchOption.AllDirectories)), Stop));
        Assert.Empty(Planted.FilesIn(stand.Paths.Root));

        _ = await SucceedAsync(stand, $"lobsterd secrets set alice FILE_KEY < {scratch["file"]}");

        // The workload's own command runs in its environment, as its user.
        Assert.Equal(InEnvironment + "1000\n", await SucceedAsync(stand, "lobsterd configure alice"));
        var told = await SucceedAsync(stand, "lobsterd secrets ls alice --json") + await SucceedAsync(stand, "lobsterd tank --json") + stand.Log;
        Assert.Contains("ENV_KEY", told, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-", told, StringComparison.Ordinal);

        // In a virtual machine /run is memory of its own; here it is a folder of the guest's root, where the one secret that is a file has to be.
        var found = Planted.FilesIn(stand.Paths.Root).ToList();
        Assert.True(found.All(file => file.EndsWith("/run/secrets/FILE_KEY", StringComparison.Ordinal)), string.Join('\n', found));
        var delivered = Assert.Single(found);
        Assert.Equal(InFile, await File.ReadAllTextAsync(delivered, Stop));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(delivered));
        Assert.Empty(Planted.CommandLines());

        // Changed: there as soon as the command has ended. Restarted: still there.
        _ = await SucceedAsync(stand, $"lobsterd secrets set alice ENV_KEY < {scratch["second"]}");
        Assert.EndsWith("-second", await stand.Web.GetStringAsync($"{url}cgi-bin/tell", Stop), StringComparison.Ordinal);
        _ = await SucceedAsync(stand, "lobsterd restart alice");
        Assert.EndsWith("-second", await stand.Web.GetStringAsync($"{url}cgi-bin/tell", Stop), StringComparison.Ordinal);

        _ = await SucceedAsync(stand, "lobsterd secrets rm alice FILE_KEY");
        Assert.Empty(Planted.FilesIn(stand.Paths.Root));

        _ = await SucceedAsync(stand, "lobsterd evict alice --yes");
        Assert.Empty(Directory.EnumerateFiles(stand.Paths.Secrets));
        Assert.Empty(Planted.FilesIn(Path.GetDirectoryName(stand.Paths.Root)!));
    }

    [Theory]
    [InlineData("lobsterd spawn alice --workload nothing", "workload.name.unknown")]
    [InlineData("lobsterd spawn alice --workload nobodys", "nobody-here")]
    [InlineData("lobsterd spawn alice --workload unserved", "silent")]
    [InlineData("lobsterd spawn alice --secret 1KEY=ENV", "secret.value.invalid")]
    [InlineData("lobsterd spawn alice --secret KEY=/nothing/there", "usage.file.unreadable")]
    public async Task what_cannot_run_is_an_error_with_a_code_and_changes_nothing(string line, string code)
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);

        // By the command line, which keeps its unfinished calls in a folder of their own.
        _ = await stand.ShellAsync("lobsterd spawn first && lobsterd evict first --yes", Stop);
        var before = await HostPicture.TakeAsync(stand, Stop);

        var refused = await stand.ShellAsync($"{line.Replace("ENV", scratch["env"], StringComparison.Ordinal)} --json", Stop);

        Assert.False(refused.Status.IsSuccess);
        Assert.Contains(code, refused.Output + refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-", refused.Output + refused.Errors, StringComparison.Ordinal);
        var differences = (await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before);
        Assert.DoesNotContain(differences, different => !different.Contains("/log/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(17)]
    public async Task a_spawn_with_secrets_that_the_service_dies_in_leaves_none_in_a_journal(int write)
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        stand.Arm($"kill-after:{write}");
        await DieInAsync(stand, new SpawnBody { Name = "alice", Workload = "keyed", Secrets = new Dictionary<string, string> { ["ENV_KEY"] = InEnvironment } });
        Assert.NotEmpty(Directory.EnumerateFiles(stand.Paths.Journal));
        Assert.Empty(Planted.FilesIn(stand.Paths.Root));

        await stand.StartAsync(Stop);
        Assert.True(await Eventually.HoldsAsync(() => !Directory.EnumerateFiles(stand.Paths.Journal).Any(), Stop));

        Assert.Empty(Planted.FilesIn(stand.Paths.Root));
        if (await stand.Reef.FindAsync("alice", Stop) is { } alice)
            Assert.Equal($"hello from 9000/{InEnvironment}", await stand.Web.GetStringAsync($"{alice.Url}cgi-bin/tell", Stop));
        else
            Assert.True(!Directory.Exists(stand.Paths.Secrets) || !Directory.EnumerateFiles(stand.Paths.Secrets).Any());
    }

    private static async Task DieInAsync(ServiceStand stand, SpawnBody body)
    {
        try
        {
            var outcome = await stand.Reef.SpawnAsync(body, Stop);
            Assert.Fail($"the service lived on: {outcome.Problem?.Detail}");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            await stand.WaitForEndAsync();
        }
    }

    private static async Task<string> SpawnAsync(ServiceStand stand, string line)
    {
        _ = await SucceedAsync(stand, line);
        return (await stand.Reef.ListAsync(Stop)).Single().Url;
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, string line)
    {
        var result = await stand.ShellAsync(line, Stop);
        Assert.True(result.Status.IsSuccess, $"{line}: {result.Status}: {result.Errors}");
        return result.Output;
    }
}
