using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

public sealed class LogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_tail_is_the_last_lines_and_ends()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);
        await SayAsync(rig, Enumerable.Range(0, 200).Select(number => $"line {number}"));

        var lines = await TextsAsync(rig.Client.LogsAsync(AgentRig.Owner, AgentRig.Token, 3, follow: false, Token));

        Assert.Equal(["bug: System.InvalidOperationException: line 197", "bug: System.InvalidOperationException: line 198", "bug: System.InvalidOperationException: line 199"], lines);
    }

    [Fact]
    public async Task whoever_follows_gets_what_comes_later()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);
        await SayAsync(rig, ["before"]);
        await using var lines = rig.Client.LogsAsync(AgentRig.Owner, AgentRig.Token, 1, follow: true, Token).GetAsyncEnumerator(Token);

        Assert.True(await lines.MoveNextAsync());
        Assert.EndsWith("before", lines.Current.Value.Text, StringComparison.Ordinal);
        await SayAsync(rig, ["after"]);
        Assert.True(await lines.MoveNextAsync());
        Assert.EndsWith("after", lines.Current.Value.Text, StringComparison.Ordinal);
        Assert.Equal("agent", lines.Current.Value.Stream);
    }

    [Fact]
    public async Task the_log_is_in_its_file_once_the_agent_has_ended()
    {
        using var scratch = new ScratchFolder();
        await using (var rig = await AgentRig.StartClaimedAsync(Token))
        {
            await SayAsync(rig, ["the last words"]);
            rig.Agent.Stop();
            Assert.True((await rig.Ended).IsSuccess);
            File.Copy(Path.Combine(rig.Root, "var/log/workload.log"), scratch["log"]);
        }

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z agent bug: System.InvalidOperationException: the last words\n$", await File.ReadAllTextAsync(scratch["log"], Token));
    }

    internal static async Task<List<string>> TextsAsync(IAsyncEnumerable<Result<LogLine, LobsterError>> lines)
    {
        var texts = new List<string>();
        await foreach (var line in lines) texts.Add(line.Value.Text);
        return texts;
    }

    private static Task SayAsync(AgentRig rig, IEnumerable<string> texts) => rig.Loop.RunAsync(() =>
    {
        foreach (var text in texts) rig.Agent.Fault(new InvalidOperationException(text));
        return Task.CompletedTask;
    });
}
