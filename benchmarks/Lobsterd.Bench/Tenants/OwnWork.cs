using System.Globalization;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of an operation's time was lobsterd's own.</summary>
internal static class OwnWork
{
    // What passes in these is the guest's own boot and its workload's first answer.
    private static readonly string[] GuestSteps = ["agent", "workload"];

    // And in this one its answer to one message.
    private const string ClaimStep = "claim";

    // In these a machine starts, or its guest answers: a spawn's, then a wake's.
    private static readonly string[] MachineSteps = ["vm", .. GuestSteps, ClaimStep, "restore", "wake"];

    // Before the name of a step, where a fact tells what it took.
    private const string Step = "step ";

    /// <summary>How many samples a bar on the 99th of a hundred wants.</summary>
    internal const int Samples = 200;

    /// <summary>What lobsterd may add to a spawn, a resume or a wake.</summary>
    internal static Bar Bar { get; } = Bar.AtMost(Statistic.P50, 15).And(Bar.AtMost(Statistic.P99, 40));

    /// <summary>From the operation's first moment to its last, in ms.</summary>
    internal static double WholeMs(OperationOutcome outcome)
    {
        var operation = outcome.Succeeded().Operation!;
        return (operation.EndedAt!.Value - operation.StartedAt).TotalMilliseconds;
    }

    /// <summary>The same without the guest's part.</summary>
    internal static double WithoutGuestMs(OperationOutcome outcome) => WholeMs(outcome) - GuestSteps.Sum(outcome.ElapsedMsOf);

    /// <summary>The same, and without the guest's answer to its claim.</summary>
    internal static double WithoutAnswersMs(OperationOutcome outcome) => WithoutGuestMs(outcome) - outcome.ElapsedMsOf(ClaimStep);

    /// <summary>The same without all steps in which a machine starts or its guest answers, in ms.</summary>
    internal static double WithoutMachineMs(OperationOutcome outcome) => WholeMs(outcome) - MachineSteps.Sum(outcome.ElapsedMsOf);

    /// <summary>What of a time is left without those steps, as a fact tells them, in ms.</summary>
    internal static double WithoutMachineMs(double elapsedMs, WhyFactBody fact) =>
        elapsedMs - StepsOf(fact).Where(done => MachineSteps.Contains(done.Step)).Sum(done => done.ElapsedMs);

    /// <summary>The steps that a fact tells of, each with what it took in ms.</summary>
    internal static IEnumerable<(string Step, double ElapsedMs)> StepsOf(WhyFactBody fact) =>
        from told in fact.Evidence
        where told.Key.StartsWith(Step, StringComparison.Ordinal)
        select (told.Key[Step.Length..], double.Parse(told.Value, CultureInfo.InvariantCulture));
}
