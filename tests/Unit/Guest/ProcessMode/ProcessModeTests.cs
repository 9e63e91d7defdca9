using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.ProcessMode;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.ProcessMode;

public sealed class ProcessModeTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void options_are_read_in_any_order()
    {
        var options = ProcessModeOptions.Parse(["--state", "s", "--root", "/r/", "--record", "c", "--interface", "eth1", "--restore", "old"])!;

        Assert.Equal(("/r", "c", "s", "old", "eth1"), (options.Root, options.Record, options.State, options.Restore, options.Interface));
        Assert.Equal("eth0", ProcessModeOptions.Parse(["--state", "s", "--root", "/r", "--record", "c"])!.Interface);
    }

    [Theory]
    [InlineData("--root /r --record c")]
    [InlineData("--root /r --record c --state")]
    [InlineData("--root /r --record c --state s --root /q")]
    [InlineData("--root /r --record c --state s --other x")]
    [InlineData("--root r --record c --state s")]
    [InlineData("--root / --record c --state s")]
    public void options_that_could_touch_the_host_or_mean_nothing_are_refused(string words)
    {
        Assert.Null(ProcessModeOptions.Parse(words.Split(' ')));
        Assert.Equal(2, ProcessModeProgram.Run(words.Split(' ')));
    }

    [Fact]
    public void a_state_is_read_back_as_it_was_written_and_only_its_owner_can_read_it()
    {
        var state = new AgentState(AgentState.CurrentSchema, Wire.ClaimMessage, true, 42);
        Assert.True(StateFile.Write(scratch["state"], state).IsSuccess);
        var read = StateFile.Read(scratch["state"]).Value;

        Assert.Equal((true, 42, "alice", "agent-token"), (read.IsWorkloadWanted, read.Requests, read.Claim!.Name, read.Claim.AgentToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scratch["state"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"schema":2,"claim":null,"isWorkloadWanted":false,"requests":0}""")]
    [InlineData("""{"schema":1,"claim":null,"isWorkloadWanted":false}""")]
    [InlineData("""{"schema":1,"claim":null,"isWorkloadWanted":false,"requests":0,"more":1}""")]
    public void what_is_no_state_of_ours_is_refused(string text)
    {
        File.WriteAllText(scratch["state"], text);

        Assert.Equal(ProcessModeErrors.StateUnreadable, StateFile.Read(scratch["state"]).Error.Code);
        Assert.Equal(ProcessModeErrors.StateUnreadable, StateFile.Read(scratch["missing"]).Error.Code);
    }

    [Fact]
    public void a_file_counter_counts_on_from_what_its_file_holds()
    {
        FileCounter.Write(scratch["count"], 7);
        using (var counter = new FileCounter(scratch["count"])) Assert.Equal((8, 9), (counter.Add(), counter.Add()));

        Assert.Equal((9, 0), (FileCounter.Read(scratch["count"]), FileCounter.Read(scratch["missing"])));
    }

    [Fact]
    public async Task whoever_would_restart_freeze_or_sync_the_machine_is_noted()
    {
        var record = new CallRecord(scratch["calls"]);
        var overlay = new RecordedOverlay(scratch.Path, record);
        Assert.True(overlay.Freeze().IsSuccess && overlay.Thaw().IsSuccess && overlay.Sync().IsSuccess);
        await new RecordedMachine(scratch.Path, record).RestartAsync(TestContext.Current.CancellationToken);

        Assert.True(overlay.Space.TotalBytes > 0);
        Assert.Equal(["freeze now", "thaw now", "sync now", "restart now"], await File.ReadAllLinesAsync(scratch["calls"], TestContext.Current.CancellationToken));
    }
}
