using CSharpFunctionalExtensions;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Agent;

/// <summary>Waits for the agent of one VM that boots, and returns the first connection that it greeted.</summary>
/// <remarks>Two things run side by side: a connection attempt, which an agent that is up already answers at once, and an ear for the frame
/// by which an agent says that its ports are bound. The knock starts a fresh attempt, since the one under way may have been dropped
/// by a guest without an address, and the kernel would repeat it only after a whole second.</remarks>
internal sealed class AgentWaiter(IAgentDoors doors, VmOwner owner, int port, TimeSpan answerBound, TimeProvider clock)
{
    /// <summary>Least time between two attempts; an attempt that the guest's kernel refused is repeated after it.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    /// <summary>After this long the first unanswered attempt is replaced, knock or not, since a frame can be lost. Every further one gets twice
    /// the time of the one before: a guest that is only slow must not have each attempt taken from it just before it answers.</summary>
    internal static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(100);

    /// <summary>The time of the attempt behind the first knock: it meets bound ports, so what is not answered soon was dropped on its way (the kernel switches a
    /// new TAP's queue on a little later than its carrier, and much later while it tears another namespace down), and would be repeated by TCP after a whole second.</summary>
    internal static readonly TimeSpan KnockedPatience = TimeSpan.FromMilliseconds(20);

    private TimeSpan patience = FirstPatience;
    private int attempts;
    private AgentLapse? last;
    private bool hasKnocked;
    private bool wasHeard;

    /// <summary>What was tried and heard so far, for whoever has to find out why a guest stays silent.</summary>
    internal string Account => $"attempts: {attempts}, how the last ended: {last?.ToString() ?? "not yet"}; {(wasHeard ? "it has knocked" : "no knock was heard")}";

    /// <summary>Waits until the agent greets; the token alone bounds it. To be called once.</summary>
    /// <returns>The connection; or the lapse that waiting cannot mend: no interface, silence, a greeting that is none, a foreign version.</returns>
    internal async Task<Result<AgentConnection, AgentLapse>> WaitAsync(CancellationToken cancellationToken)
    {
        // First the ear, then the attempt: an agent that bound its ports before we listened answers the attempt, any other one is heard.
        if (doors.Listen(owner).TryGetError(out var deaf, out var ear)) return deaf;
        using (ear)
        {
            while (true)
            {
                var pace = Task.Delay(Pace, clock, cancellationToken);
                attempts++;
                var attempt = await AttemptAsync(ear, cancellationToken);
                if (attempt.IsSuccess || !IsWorthRepeating(attempt.Error)) return attempt;
                last = attempt.Error;
                await pace;
            }
        }
    }

    private TimeSpan Longer(TimeSpan time) => time * 2 < answerBound ? time * 2 : answerBound;

    private static bool IsWorthRepeating(AgentLapse lapse) =>
        lapse is AgentLapse.PortClosed or AgentLapse.NoRoute or AgentLapse.Reset or AgentLapse.Closed or AgentLapse.CutShort;

    private async Task<Result<AgentConnection, AgentLapse>> AttemptAsync(IKnockListener ear, CancellationToken cancellationToken)
    {
        if ((await OpenAsync(ear, cancellationToken)).TryGetError(out var shut, out var stream)) return shut;

        using var deadline = new Deadline(answerBound, clock, cancellationToken);
        try
        {
            return await AgentConnection.GreetAsync(stream, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return AgentLapse.Silent;
        }
    }

    private async Task<Result<Stream, AgentLapse>> OpenAsync(IKnockListener ear, CancellationToken cancellationToken)
    {
        // No further knock ends the attempt behind one: a guest that knocks on and on gains nothing.
        using var deadline = new Deadline(patience, clock, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var opening = doors.OpenAsync(owner, port, end.Token);
        var knock = hasKnocked ? opening : ear.HearAsync(end.Token);

        _ = await Task.WhenAny(opening, knock);
        hasKnocked = knock != opening && knock.IsCompletedSuccessfully;
        var isFirstKnock = hasKnocked && !wasHeard;
        wasHeard |= hasKnocked;
        patience = isFirstKnock ? KnockedPatience : Longer(patience);
        await end.CancelAsync();
        if (knock.IsCompletedSuccessfully && !opening.IsCompleted)
        {
            // The next attempt need not wait for the end of this one.
            _ = DropAsync(opening);
            return AgentLapse.NoRoute;
        }

        await knock.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            return await opening;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AgentLapse.NoRoute;
        }
    }

    private static async Task DropAsync(Task<Result<Stream, AgentLapse>> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully && (await opening).TryGetValue(out var late)) await late.DisposeAsync();
    }
}
