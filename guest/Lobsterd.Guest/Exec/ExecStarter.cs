using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Streams;
using Lobsterd.Guest.Users;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Ptys;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>Starts commands for clients.</summary>
internal sealed class ExecStarter(EventLoop loop, UserBook users, SecretShelf secrets)
{
    private const string UsualTerminalKind = "xterm-256color";

    /// <summary>Starts a command.</summary>
    /// <param name="request">What to run; checked.</param>
    /// <param name="claim">For whom.</param>
    /// <param name="cgroup">What it is born in; null where there are no cgroups.</param>
    /// <error code="guest.user.unknown">There is no such user.</error>
    /// <error code="guest.program.missing">There is no such program.</error>
    /// <error code="process.program.refused">It cannot be executed; and the other errors of a spawn.</error>
    internal Result<ExecCommand, LobsterError> Start(AgentRequest.Exec request, TenantClaim claim, Cgroup? cgroup)
    {
        if (request.AsWorkload && request.User != claim.Workload.User) return new LobsterError(ExecErrors.Invalid, "user is not the workload's");
        if (users.Find(request.User).TryGetError(out var unknown, out var user)) return unknown;

        var environment = request.AsWorkload ? ChildEnvironment.OfWorkload(user, claim, secrets) : ChildEnvironment.Of(user, claim);
        if (request.Terminal) environment["TERM"] = UsualTerminalKind;
        foreach (var (name, value) in request.Environment) environment[name] = value;
        var home = Directory.Exists(user.Home) ? user.Home : "/";
        if (ProgramFinder.Find(request.Command[0], environment["PATH"], home).TryGetError(out var missing, out var program)) return missing;

        var input = new SpawnInput
        {
            Program = program,
            Arguments = [.. request.Command.Skip(1)],
            Environment = environment,
            WorkingDirectory = home,
            NewSession = true,
            // Root keeps all that we have; anyone else gets nothing but his ids.
            Credentials = user.UserId == 0 ? null : new Credentials { UserId = user.UserId, GroupId = user.GroupId, Groups = user.Groups },
        };
        return request.Terminal ? OnTerminal(input, request, user, cgroup) : OnPipes(input, cgroup);
    }

    private Result<ExecCommand, LobsterError> OnTerminal(SpawnInput input, AgentRequest.Exec request, UserAccount user, Cgroup? cgroup)
    {
        if (Pty.Open().TryGetError(out var noTerminal, out var terminal)) return noTerminal;
        if (terminal.GiveTo(user.UserId).TryGetError(out var notGiven) || terminal.Resize(request.Columns, request.Rows).TryGetError(out notGiven))
        {
            terminal.Dispose();
            return notGiven;
        }

        if (GuestProcess.Start(loop, input with { ControllingTerminal = terminal.Terminal }, cgroup, isLast: false).TryGetError(out var failed, out var process))
        {
            terminal.Dispose();
            return failed;
        }

        if (DescriptorStream.Adopt(loop, terminal.Master).TryGetError(out failed, out var master)) return End(process, failed);
        return ExecCommand.OnTerminal(process, master, terminal);
    }

    private Result<ExecCommand, LobsterError> OnPipes(SpawnInput input, Cgroup? cgroup)
    {
        using var pipes = new ExecPipes();
        if (pipes.Open().TryGetError(out var noPipe)) return noPipe;
        if (GuestProcess.Start(loop, input with { Descriptors = pipes.ChildEnds }, cgroup, isLast: false).TryGetError(out var failed, out var process)) return failed;
        if (pipes.Adopt(loop).TryGetError(out failed, out var ours)) return End(process, failed);
        return ExecCommand.OnPipes(process, ours[0], ours[1], ours[2]);
    }

    private static LobsterError End(GuestProcess process, LobsterError error)
    {
        process.KillAll();
        return error;
    }
}
