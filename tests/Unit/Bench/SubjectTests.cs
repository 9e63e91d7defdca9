using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class SubjectTests
{
    [Fact]
    public void a_spawn_time_wants_a_machine_that_boots()
    {
        Assert.Equal("spawn.cold.added@qemu", Subject.SpawnTime("cold.added", Machine.Qemu).ToString());

        var machines = typeof(Subject).GetMethod(nameof(Subject.SpawnTime))!.GetParameters().Select(parameter => parameter.ParameterType);
        Assert.Contains(typeof(GuestMachine), machines);
        Assert.False(typeof(GuestMachine).IsAssignableFrom(Machine.Null.GetType()));
        Assert.False(typeof(GuestMachine).IsAssignableFrom(Machine.StandinNull.GetType()));
    }

    [Theory]
    [InlineData("spawn")]
    [InlineData("spawn.cold")]
    [InlineData("service.spawn-time")]
    [InlineData("respawning")]
    public void no_other_name_speaks_of_a_spawn(string name)
    {
        _ = Assert.Throws<ArgumentException>(() => Subject.Of(name, Machine.Null));
        _ = Assert.Throws<ArgumentException>(() => Subject.Of(name, Machine.Kvm));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Edge")]
    [InlineData("edge..latency")]
    [InlineData("edge.")]
    [InlineData("1st")]
    [InlineData("edge latency")]
    [InlineData("edge@null")]
    [InlineData("edge\n")]
    public void a_name_is_words_joined_by_dots_and_hyphens(string name) => Assert.Throws<ArgumentException>(() => Subject.Of(name, Machine.Null));

    [Fact]
    public void every_machine_has_its_word() => Assert.Equal(
        ["null", "standin-null", "qemu", "standin-qemu", "kvm"],
        new Machine[] { Machine.Null, Machine.StandinNull, Machine.Qemu, Machine.StandinQemu, Machine.Kvm }.Select(machine => machine.ToString()));
}
