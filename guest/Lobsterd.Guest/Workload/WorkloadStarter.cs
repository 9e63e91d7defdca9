using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Agent;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Streams;
using Lobsterd.Guest.Users;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>Starts workloads as their own user, never root, without any way to more rights, in a cgroup of their own.</summary>
internal sealed class WorkloadStarter(EventLoop loop, UserBook users, SecretShelf secrets, AgentSurroundings surroundings, LogRing log) : IWorkloadStarter
{
    /// <summary>The workload's cgroup.</summary>
    internal const string CgroupName = "workload";

    /// <summary>We ourselves, wherever our file is by now: the gateway's pages are in memory already.</summary>
    private const string OwnProgram = "/proc/self/exe";

    private readonly WorkloadFiles files = new(surroundings.Root);

    /// <inheritdoc/>
    public Result<IWorkloadProcess, LobsterError> Start(TenantClaim claim) =>
        Prepare(claim).Bind(Launch).TryGetError(out var fault, out var process)
            ? new LobsterError(WorkloadErrors.SpawnFailed, "it could not be started", Cause: fault)
            : Result.Success<IWorkloadProcess, LobsterError>(process);

    private Result<SpawnInput, LobsterError> Prepare(TenantClaim claim)
    {
        if (users.Find(claim.Workload.User).TryGetError(out var unknown, out var user)) return unknown;
        if (user.UserId == 0) return new LobsterError(UserErrors.Unknown, $"'{user.Name}' is root under another name");

        if (secrets.Lay(user).TryGetError(out var unlaid) || files.Lay(claim.Workload.Files, user).TryGetError(out unlaid)) return unlaid;

        var environment = ChildEnvironment.OfWorkload(user, claim, secrets);
        foreach (var (name, value) in surroundings.WorkloadVariables) environment[name] = value;
        var home = Directory.Exists(user.Home) ? user.Home : "/";
        var command = claim.Workload.Command;
        IEnumerable<string> arguments = command.Count == 0 ? ["gateway"] : command.Skip(1);
        var found = command.Count == 0 ? OwnProgram : ProgramFinder.Find(command[0], environment["PATH"], home);
        return found.Map(program => new SpawnInput
        {
            Program = program,
            Arguments = [.. arguments],
            Environment = environment,
            WorkingDirectory = home,
            NewSession = true,
            Credentials = new Credentials { UserId = user.UserId, GroupId = user.GroupId, Groups = user.Groups },
            NoNewPrivileges = true,
        });
    }

    private Result<IWorkloadProcess, LobsterError> Launch(SpawnInput input)
    {
        if (surroundings.Cgroups.Take(CgroupName).TryGetError(out var noCgroup, out var cgroup)) return noCgroup;
        if (Pipe.Create().TryGetError(out var noPipe, out var output)) return noPipe;
        using var closesOutput = output.WriteEnd;
        if (Pipe.Create().TryGetError(out noPipe, out var errors))
        {
            output.Dispose();
            return noPipe;
        }

        using var closesErrors = errors.WriteEnd;
        var wired = input with { Descriptors = [new ChildDescriptor(1, output.WriteEnd), new ChildDescriptor(2, errors.WriteEnd)] };
        if (GuestProcess.Start(loop, wired, cgroup, isLast: true).TryGetError(out var failed, out var process))
        {
            output.Dispose();
            errors.Dispose();
            return failed;
        }

        return Wire(process, output.ReadEnd, errors.ReadEnd);
    }

    private Result<IWorkloadProcess, LobsterError> Wire(GuestProcess process, Fd output, Fd errors)
    {
        var outputStream = DescriptorStream.Adopt(loop, output);
        var errorStream = DescriptorStream.Adopt(loop, errors);
        if (outputStream.TryGetValue(out var first) && errorStream.TryGetValue(out var second))
            return new WorkloadProcess(process, first, second, log);

        // A pipe can always be watched unless memory is out; then the process is better gone.
        process.KillAll();
        return outputStream.IsFailure ? outputStream.Error : errorStream.Error;
    }
}
