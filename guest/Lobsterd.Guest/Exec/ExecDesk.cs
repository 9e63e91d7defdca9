using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Frames;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>Runs commands for clients, as many at a time as the protocol allows.</summary>
internal sealed class ExecDesk(ExecStarter starter, ICgroupTree cgroups)
{
    /// <summary>The exit codes that shells give for a program that is not there, and for one that cannot be executed.</summary>
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    /// <summary>Groups in which something that outlived its command may still run.</summary>
    private readonly List<Cgroup> leftovers = [];
    private int running;
    private long lastNumber;

    /// <summary>Runs a command and all of its streams.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="claim">For whom.</param>
    /// <param name="client">The connection; frames go over it once <paramref name="accept"/> has answered.</param>
    /// <param name="inbox">What came over it and was not read.</param>
    /// <param name="accept">Answers that frames follow.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <error code="guest.exec.invalid">A value is outside its range.</error>
    /// <error code="guest.exec.too-many">As many commands run as may.</error>
    /// <error code="guest.user.unknown">There is no such user.</error>
    internal async Task<UnitResult<LobsterError>> RunAsync(
        AgentRequest.Exec request, TenantClaim claim, IByteStream client, Inbox inbox, Func<ValueTask<bool>> accept, CancellationToken cancellationToken)
    {
        if (ExecChecker.Check(request).TryGetError(out var invalid)) return invalid;
        if (running >= AgentLimits.MaxExecs) return new LobsterError(ExecErrors.TooMany, $"{running} commands are running");

        running++;
        var cgroup = TakeCgroup();
        try
        {
            var started = cgroup.Bind(group => starter.Start(request, claim, group));
            if (started.TryGetError(out var fault, out var command) && ExitCodeOf(fault) is null) return fault;

            var writer = new FrameWriter(client);
            if (command is not null) await RunAsync(command, client, inbox, writer, accept, cancellationToken);
            else if (await accept()) await SendFaultAsync(writer, fault!, cancellationToken);
            return UnitResult.Success<LobsterError>();
        }
        finally
        {
            running--;
            if (cgroup.TryGetValue(out var group) && group is not null) leftovers.Add(group);
        }
    }

    private static async Task RunAsync(
        ExecCommand command, IByteStream client, Inbox inbox, FrameWriter writer, Func<ValueTask<bool>> accept, CancellationToken cancellationToken)
    {
        using (command)
        {
            try
            {
                if (await accept()) await new ExecSession(command, client, new FrameReader(inbox), writer).RunAsync(cancellationToken);
            }
            finally
            {
                // A client that left before it heard of its command takes it along too, and it must be collected.
                if (!command.Exited.IsCompleted)
                {
                    command.KillAll();
                    _ = await command.Exited;
                }
            }
        }
    }

    /// <summary>A program that cannot be started is told as a shell would tell it: words on standard error and an exit code.</summary>
    private static async Task SendFaultAsync(FrameWriter writer, LobsterError fault, CancellationToken cancellationToken)
    {
        _ = await writer.SendAsync(AgentFrameType.Error, Encoding.UTF8.GetBytes(fault.FullMessage + "\n"), cancellationToken)
            && await writer.SendAsync(AgentFrameType.Exited, ExecSession.PayloadOf(ExitCodeOf(fault)!.Value), cancellationToken);
    }

    private static int? ExitCodeOf(LobsterError fault)
    {
        if (fault.Code == ProgramErrors.Missing || fault.Code == ProcessErrors.ProgramMissing) return NotFound;
        return fault.Code == ProcessErrors.ProgramRefused ? NotExecutable : null;
    }

    private Result<Cgroup?, LobsterError> TakeCgroup()
    {
        _ = leftovers.RemoveAll(cgroup => cgroup.TryRemove());
        return cgroups.Take(string.Create(CultureInfo.InvariantCulture, $"exec-{++lastNumber}"));
    }
}
