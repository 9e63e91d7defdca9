using System.IO.Pipelines;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Exec;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Trees;

namespace Lobsterd.Cli.Copying;

/// <summary>Carries a copy: the guest's end is a command whose input or output is the tree, ours takes or sends it. What a guest sends is not trusted.</summary>
internal sealed class CopyRun(ReefClient client, Screen screen, TreeTally tally)
{
    private const int StreamMode = 0x1A4;    // rw-r--r--, as a shell's redirection makes

    // Between the socket and the disk: enough that neither waits for each piece of the other's.
    private static readonly PipeOptions Between = new(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false);

    /// <summary>Runs it to its end.</summary>
    /// <error code="copy.guest.failed">The guest could not read or write it; the message is the guest's.</error>
    /// <error code="exec.session.lost">Guest or service went away.</error>
    /// <error code="tree.path.missing">There is nothing to send, or no folder to take it into.</error>
    internal async Task<UnitResult<LobsterError>> RunAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        // Before the guest is asked for anything.
        if (plan.IsInto && !plan.IsStream && !Path.Exists(plan.HostPath)) return new LobsterError(TreeErrors.Missing, $"{plan.HostPath} is not there");
        var target = TargetOf(plan);
        if (target.TryGetError(out var noPlace)) return noPlace;
        if ((await ExecDoor.OpenAsync(client, plan.ToPath(), cancellationToken)).TryGetError(out var closed, out var socket)) return closed;

        var pipe = new Pipe(Between);
        using var complaint = new Complaint();
        using var session = new ExecSession(socket, ScreenOf(pipe, plan.IsInto, complaint));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = EndAsync(session, pipe, plan.IsInto, stop.Token);
        var copied = plan.IsInto ? SendAsync(plan, session, pipe, stop.Token) : TakeAsync(plan, target.Value, pipe, stop.Token);

        _ = await Task.WhenAny(ended, copied);
        if (copied.IsCompleted && (await CalmAsync(copied)).IsFailure) await stop.CancelAsync();
        var code = await QuietAsync(ended);
        if (code.IsFailure || code.Value != 0) await stop.CancelAsync();

        cancellationToken.ThrowIfCancellationRequested();

        // A guest that fails tells why and ends: that is worth more than the cut that we saw of it, and less than what we found wrong ourselves.
        var done = await CalmAsync(copied);
        if (done.TryGetError(out var fault) && fault.Code != TreeErrors.Cut) return fault;
        if (code.TryGetError(out var lost, out var exit)) return lost;
        return exit == 0 ? done : new LobsterError(CopyErrors.GuestFailed, $"the guest says: {PlainText.Of(complaint.Text, 500)}");
    }

    private static async Task<Result<int, LobsterError>> QuietAsync(Task<Result<int, LobsterError>> end)
    {
        try
        {
            return await end;
        }
        catch (OperationCanceledException)
        {
            return new LobsterError(TreeErrors.Cut, "the copy was called off");
        }
    }

    private static Result<TreeTarget?, LobsterError> TargetOf(CopyPlan plan)
    {
        if (plan.IsInto || plan.IsStream) return default(TreeTarget?);

        // What the guest calls it does not matter: the name is the one that was asked for.
        return TreeTarget.Of(plan.HostPath, TreeName.LastOf(plan.GuestPath)).TryGetError(out var error, out var target) ? error : target;
    }

    private static Screen ScreenOf(Pipe pipe, bool isInto, Complaint complaint) => new()
    {
        In = isInto ? pipe.Reader.AsStream() : Stream.Null,
        OutBytes = isInto ? Stream.Null : pipe.Writer.AsStream(),
        ErrorBytes = complaint,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
    };

    private static async Task<Result<int, LobsterError>> EndAsync(ExecSession session, Pipe pipe, bool isInto, CancellationToken cancellationToken)
    {
        try
        {
            return await session.ReceiveAsync(cancellationToken);
        }
        finally
        {
            if (!isInto) await pipe.Writer.CompleteAsync();
        }
    }

    private async Task<UnitResult<LobsterError>> TakeAsync(CopyPlan plan, TreeTarget? target, Pipe pipe, CancellationToken cancellationToken)
    {
        await using var tree = pipe.Reader.AsStream();
        var taker = new TreeTaker(tree, plan.MostBytes, tally);
        return target is null ? await taker.TakeAsync(screen.OutBytes, cancellationToken) : await taker.TakeAsync(_ => target, cancellationToken);
    }

    private async Task<UnitResult<LobsterError>> SendAsync(CopyPlan plan, ExecSession session, Pipe pipe, CancellationToken cancellationToken)
    {
        var carried = session.SendInputAsync(cancellationToken);
        UnitResult<LobsterError> sent;
        await using (var tree = pipe.Writer.AsStream())
        {
            var sender = new TreeSender(tree, tally);
            var name = TreeName.LastOf(plan.IsStream ? "stdin" : Path.GetFullPath(plan.HostPath)) ?? "root";
            sent = await GuardAsync(() => plan.IsStream
                ? sender.SendAsync(screen.In, name, StreamMode, cancellationToken)
                : sender.SendAsync(plan.HostPath, name, cancellationToken));
        }

        await carried;
        return sent;
    }

    private static async Task<UnitResult<LobsterError>> GuardAsync(Func<Task<UnitResult<LobsterError>>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(TreeErrors.Failed, exception.Message);
        }
    }

    private static async Task<UnitResult<LobsterError>> CalmAsync(Task<UnitResult<LobsterError>> copy)
    {
        try
        {
            return await copy;
        }
        catch (OperationCanceledException)
        {
            return new LobsterError(TreeErrors.Cut, "the copy was called off");
        }
    }
}
