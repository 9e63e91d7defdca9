using Lobsterd.Cli.Tank;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Tank;

public sealed class TankKeysTests
{
    [Fact]
    public void the_selection_moves_and_stays_within_the_list()
    {
        var model = TankStage.Model();

        Assert.Equal("bob", Press(model, "j").Selected);
        Assert.Equal("carol", Press(model, "jj").Selected);
        Assert.Equal("dave", Press(model, "jjjjjjj").Selected);
        Assert.Equal("alice", Press(model, "\e[B\e[B\e[A\e[A\e[A").Selected);
        Assert.Equal("dave", Press(model, "\e[F").Selected);
        Assert.Equal("alice", Press(model, "\e[F\e[H").Selected);
    }

    [Fact]
    public void a_selected_tenant_stays_selected_when_the_order_changes()
    {
        var sorted = Press(TankStage.Model(), "jss");

        Assert.Equal("cpu", TankModel.Sorts[sorted.Sort]);
        Assert.Equal(("bob", "bob"), (sorted.Selected, sorted.Current?.Name));
        Assert.Equal("bob", sorted.Shown[0].Name);
    }

    [Fact]
    public void a_filter_is_typed_kept_and_dropped()
    {
        var typed = Press(TankStage.Model(), "/faix\u007fl\r");

        Assert.Equal((TankMode.List, "fail"), (typed.Mode, typed.Filter));
        Assert.Equal(["carol"], typed.Shown.Select(row => row.Name));
        Assert.Equal("", Press(typed, "/\e").Filter);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("Y", true)]
    [InlineData("n", false)]
    [InlineData("\r", false)]
    [InlineData("\e", false)]
    [InlineData("q", false)]
    public void an_eviction_wants_a_clear_yes(string answer, bool isEvicted)
    {
        var asked = Press(TankStage.Model(), "je");
        Assert.Equal(TankMode.Evict, asked.Mode);

        var (after, act) = TankKeys.Press(asked, TankKey.Read(answer).Single());

        Assert.Equal(TankMode.List, after.Mode);
        Assert.Equal(isEvicted ? new TankAct.Evict("bob") : null, act);
    }

    [Fact]
    public void keys_ask_for_what_they_say()
    {
        var model = TankStage.Model();

        Assert.Equal(new TankAct.Molt("alice"), TankKeys.Press(model, new TankKey("m")).Act);
        Assert.Equal(new TankAct.Look("alice"), TankKeys.Press(model, new TankKey("l")).Act);
        Assert.Equal(new TankAct.Examine("alice"), TankKeys.Press(model, new TankKey("enter")).Act);
        Assert.Equal(new TankAct.Quit(), TankKeys.Press(model, new TankKey("q")).Act);
        foreach (var mode in Enum.GetValues<TankMode>()) Assert.Equal(new TankAct.Quit(), TankKeys.Press(model with { Mode = mode }, TankKey.Read("\u0003").Single()).Act);
        Assert.Null(TankKeys.Press(new TankModel(), new TankKey("e")).Act);
        Assert.Equal(TankMode.List, TankKeys.Press(new TankModel(), new TankKey("e")).Model.Mode);
    }

    [Fact]
    public void what_is_shown_of_one_tenant_is_never_anothers()
    {
        var details = Press(TankStage.Model(), "\r") with { Checks = TankStage.Checks };

        var (next, act) = TankKeys.Press(details, new TankKey("down"));

        Assert.Empty(next.Checks);
        Assert.Equal(new TankAct.Examine("bob"), act);
        Assert.Empty(LiveTank.Next(next, new TankInput.Checked("alice", TankStage.Checks)).Checks);
        Assert.Equal(3, LiveTank.Next(next, new TankInput.Checked("bob", TankStage.Checks)).Checks.Count);
    }

    [Fact]
    public void a_counter_that_begins_anew_is_no_negative_rate()
    {
        var model = TankStage.Model().With(TankStage.List(4, 20)).With(TankStage.List(4, 1));

        Assert.All(model.Rows, row => Assert.True(row.Cpu is null or >= 0 && row.Sent is null or >= 0));
    }

    [Theory]
    [InlineData("\e[200~", 0)]
    [InlineData("\e[1;5A", 0)]
    [InlineData("", 0)]
    [InlineData("ab", 2)]
    public void keys_that_mean_nothing_are_passed_over(string sent, int keys) => Assert.Equal(keys, TankKey.Read(sent).Count);

    private static TankModel Press(TankModel model, string keys) => TankKey.Read(keys).Aggregate(model, (before, key) => TankKeys.Press(before, key).Model);
}
