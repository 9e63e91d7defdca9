using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Commands in a guest, through the service.</summary>
public sealed class ExecTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task all_that_a_command_wrote_arrives_although_it_ended_at_once(bool typesMeanwhile)
    {
        using var scratch = new ScratchFolder();
        var wanted = Enumerable.Range(0, 3_000_000).Select(position => (byte)((position * 31) >> 3)).ToArray();
        await File.WriteAllBytesAsync(scratch["file"], wanted, Stop);
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        for (var time = 0; time < 20; time++)
        {
            var told = await stand.Reef.ExecAsync("alice", ["/bin/cat", scratch["file"]], Stop, typesMeanwhile);

            Assert.Equal((0, wanted.Length), (told.Code, told.Output.Length));
            Assert.True(wanted.AsSpan().SequenceEqual(told.Output), "some bytes are wrong");
        }
    }
}
