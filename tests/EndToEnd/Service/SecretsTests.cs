using System.Text;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Secrets reach the workload and nothing else: values are planted, then everything that was written is searched.</summary>
public sealed class SecretsTests
{
    private const string InEnvironment = "planted-env-4c1b9e7d";
    private const string InFile = "planted-file-90aa31f2";

    private const string Config = """
        {"workloads":{"keyed":{
          "secrets":{"ENV_KEY":"environment","FILE_KEY":"file"},
          "files":{"/home/tenant/settings/keyed.conf":{"mode":"0640","content":"port {port}\n"}},
          "commands":{"configure":["/bin/sh","-c","printf %s \"$ENV_KEY\"; id -u"]}}}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task planted_secrets_reach_the_workload_and_are_found_nowhere_else()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["env"], InEnvironment + "\n", Stop);
        await File.WriteAllTextAsync(scratch["file"], InFile, Stop);
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, Config);
        _ = await SucceedAsync(stand, "lobsterd spawn alice --workload keyed");

        _ = await SucceedAsync(stand, $"lobsterd secrets set alice ENV_KEY < {scratch["env"]}");
        _ = await SucceedAsync(stand, $"lobsterd secrets set alice FILE_KEY < {scratch["file"]}");

        // The workload's own command runs in its environment, as its user.
        Assert.Equal(InEnvironment + "1000\n", await SucceedAsync(stand, "lobsterd configure alice"));
        var told = await SucceedAsync(stand, "lobsterd secrets ls alice --json") + await SucceedAsync(stand, "lobsterd tank --json") + stand.Log;
        Assert.Contains("ENV_KEY", told, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-", told, StringComparison.Ordinal);

        // In a virtual machine /run is memory of its own; here it is a folder of the guest's root, where the one secret that is a file has to be.
        var found = FilesWith(stand.Paths.Root, "planted-").ToList();
        Assert.True(found.All(file => file.EndsWith("/run/secrets/FILE_KEY", StringComparison.Ordinal)), string.Join('\n', found));
        var delivered = Assert.Single(found);
        Assert.Equal(InFile, await File.ReadAllTextAsync(delivered, Stop));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(delivered));
        Assert.Empty(CommandLinesWith("planted-"));

        _ = await SucceedAsync(stand, "lobsterd secrets rm alice FILE_KEY");
        Assert.Empty(FilesWith(stand.Paths.Root, "planted-"));

        _ = await SucceedAsync(stand, "lobsterd evict alice --yes");
        Assert.Empty(Directory.EnumerateFiles(stand.Paths.Secrets));
        Assert.Empty(FilesWith(stand.Paths.Root, "planted-"));
    }

    private static IEnumerable<string> FilesWith(string root, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(root, "*", options).Where(file => Holds(file, wanted));
    }

    // Sockets and what is gone by now cannot be read, and hold nothing.
    private static bool Holds(string file, byte[] wanted)
    {
        if (File.ResolveLinkTarget(file, returnFinalTarget: false) is not null) return false;
        try
        {
            return new FileInfo(file).Length > 0 && File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string> CommandLinesWith(string text) =>
        Directory.EnumerateFiles("/proc", "cmdline", new EnumerationOptions { MaxRecursionDepth = 1, RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(file => Holds(file, Encoding.UTF8.GetBytes(text)));
}
