using CsCheck;
using Lobsterd.Engine.Sagas;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Sagas;

public sealed class SagaLogTests
{
    private static readonly StepEvent[] Every = Enum.GetValues<StepEvent>();

    private static readonly Gen<StepEvent[]> History = Gen.Int[0, Every.Length - 1].Select(i => Every[i]).Array[0, 40];

    [Fact]
    public void what_was_undone_is_never_done_again() => History.Sample(history =>
    {
        var log = new SagaLog();
        var isUndone = false;
        foreach (var happened in history)
        {
            _ = log.Apply("s", happened);
            isUndone |= log["s"] == StepStatus.Undone;
            if (isUndone && log["s"] != StepStatus.Undone) return false;
        }

        return true;
    });

    [Fact]
    public void nothing_is_done_or_undone_that_was_not_begun() => History.Sample(history =>
    {
        var log = new SagaLog();
        var isBegun = false;
        foreach (var happened in history)
        {
            var isLegal = log.Apply("s", happened).IsSuccess;
            isBegun |= isLegal && happened == StepEvent.Started;
            if (!isBegun && log["s"] != StepStatus.NotStarted) return false;
        }

        return true;
    });

    [Fact]
    public void a_refused_event_changes_nothing() => History.Sample(history =>
    {
        var log = new SagaLog();
        foreach (var happened in history)
        {
            var before = log["s"];
            if (log.Apply("s", happened).IsFailure && log["s"] != before) return false;
        }

        return true;
    });
}
