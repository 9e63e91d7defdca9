using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What of an operation's time was lobsterd's own.</summary>
internal static class OwnWork
{
    // What passes in these is the guest's own boot and its workload's first answer.
    private static readonly string[] GuestSteps = ["agent", "workload"];

    // And in this one its answer to one message.
    private const string ClaimStep = "claim";

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
}
