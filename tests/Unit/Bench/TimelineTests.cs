using System.Globalization;
using System.Xml.Linq;
using Lobsterd.Bench.Runner.Pictures;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

/// <summary>Steps find their places by what is told of them, and the picture shows them there.</summary>
public sealed class TimelineTests
{
    private static readonly Timeline Spawn = Timeline.Of(
        "spawn",
        wholeMs: 12,
        [
            ("reserve", false, 0), ("reserve", true, 1),
            ("vm", false, 0), ("vm", true, 2),
            ("flush", false, 0), ("agent", false, 0), ("flush", true, 1), ("agent", true, 6),
            ("commit", false, 0),
        ]);

    [Fact]
    public void steps_that_begin_together_overlap()
    {
        Assert.Equal(
            [new("reserve", 0, 1), new("vm", 1, 3), new("flush", 3, 4), new("agent", 3, 9)],
            Spawn.Steps);
    }

    [Fact]
    public void a_whole_is_never_shorter_than_its_steps() => Assert.Equal(9, Timeline.Of("short", 2, [("vm", false, 0), ("vm", true, 9)]).WholeMs);

    [Fact]
    public void the_picture_has_a_bar_for_each_step_and_one_scale()
    {
        var picture = new TimelinePicture(step => step != "agent").Draw([Spawn], "taken <here>");

        XNamespace svg = "http://www.w3.org/2000/svg";
        var bars = XDocument.Parse(picture).Root!.Elements(svg + "rect").Where(bar => bar.Attribute("x") is not null).Skip(2).ToList();
        double Number(int bar, string name) => double.Parse(bars[bar].Attribute(name)!.Value, CultureInfo.InvariantCulture);
        Assert.Equal(4, bars.Count);
        Assert.Equal(Number(2, "x"), Number(3, "x"));
        Assert.Equal(6, Number(3, "width") / Number(2, "width"), tolerance: 0.05);
        Assert.NotEqual(bars[2].Attribute("fill")!.Value, bars[3].Attribute("fill")!.Value);
    }
}
