using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Workloads;
using Lobsterd.Guest.Agent;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Users;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>Starts workloads as their own user, never root, without any way to more rights, in a cgroup of their own; before there is a tenant, or for one.</summary>
internal sealed class WorkloadStarter(EventLoop loop, UserBook users, SecretShelf secrets, AgentSurroundings surroundings, LogRing log) : IWorkloadStarter
{
    /// <summary>We ourselves, wherever our file is by now: the gateway's pages are in memory already.</summary>
    private const string OwnProgram = "/proc/self/exe";

    private readonly WorkloadFiles files = new(surroundings.Root);
    private readonly ProgramLauncher launcher = new(loop, surroundings.Cgroups, log);
    private PreparedProgram? waiting;
    private IWorkloadProcess? settled;
    private Task settling = Task.CompletedTask;

    /// <summary>The workload whose program waits for its tenant; null when none does.</summary>
    internal PreparedWorkload? Waiting => waiting?.Workload;

    /// <inheritdoc/>
    public Result<IWorkloadProcess, LobsterError> Start(TenantClaim claim)
    {
        if (settled is { } there)
        {
            settled = null;
            return Result.Success<IWorkloadProcess, LobsterError>(there);
        }

        return Outfit(claim).Bind(launcher.Launch).TryGetError(out var fault, out var process)
            ? Unstarted(fault)
            : Result.Success<IWorkloadProcess, LobsterError>(process);
    }

    /// <summary>Starts a program that waits for its tenant; one of the same workload that waits already stays, another one gives way.</summary>
    /// <param name="workload">What it is.</param>
    /// <param name="within">Longest wait for its word.</param>
    /// <param name="cancellationToken">Whoever asked is gone.</param>
    /// <error code="guest.workload.spawn-failed">The process could not be made.</error>
    /// <error code="guest.workload.restless">It ended, or did not say in time that it waits; nothing of it is left.</error>
    internal async Task<UnitResult<LobsterError>> PrepareAsync(PreparedWorkload workload, TimeSpan within, CancellationToken cancellationToken)
    {
        if (waiting is not { HasEnded: false } || !workload.Equals(Waiting)) await AbandonAsync();
        if (Prepare(workload).TryGetError(out var failed)) return failed;
        var program = waiting!;
        if (await program.WaitsAsync(within, loop.Clock, cancellationToken)) return UnitResult.Success<LobsterError>();
        if (program == waiting) await AbandonAsync();
        return new LobsterError(WorkloadErrors.Restless, $"the workload's program did not say within {within.TotalMilliseconds:0} ms that it waits");
    }

    /// <summary>The same without waiting for its word: it will find its tenant's variables whenever it comes to read them.</summary>
    /// <error code="guest.workload.spawn-failed">The process could not be made.</error>
    internal UnitResult<LobsterError> Prepare(PreparedWorkload workload)
    {
        if (waiting is not null) return UnitResult.Success<LobsterError>();
        if (Outfit(workload).Bind(input => launcher.Launch(input, workload)).TryGetError(out var fault, out var program)) return Unstarted(fault);
        waiting = program;
        return UnitResult.Success<LobsterError>();
    }

    /// <inheritdoc/>
    public Task SettleAsync(TenantClaim claim) => settling.IsCompleted ? settling = SettleOnceAsync(claim) : settling;

    /// <inheritdoc/>
    public async Task AbandonAsync()
    {
        var (program, process) = (waiting, settled);
        (waiting, settled) = (null, null);
        if (program is not null) await program.AbandonAsync();
        if (process is null) return;
        process.KillAll();
        await process.DisposeAsync();
    }

    private async Task SettleOnceAsync(TenantClaim claim)
    {
        if (waiting is not { } program) return;
        if (program is { HasEnded: false } && program.Workload.Equals(PreparedWorkload.Of(claim.Workload))
            && Outfit(claim).TryGetValue(out var input) && VariableBlock.Write(input.Environment) is { } block
            && await program.SettleAsync(block, loop.Clock) && program == waiting)
        {
            (waiting, settled) = (null, program.Process);
            return;
        }

        log.Remark("workload: what waited for a tenant is of no use to this one, so it is started anew");
        await AbandonAsync();
    }

    private Result<SpawnInput, LobsterError> Outfit(TenantClaim claim)
    {
        if (FindUser(claim.Workload.User).TryGetError(out var unknown, out var user)) return unknown;
        if (secrets.Lay(user).TryGetError(out var unlaid) || files.Lay(claim.Workload.Files, user).TryGetError(out unlaid)) return unlaid;
        return Outfit(user, claim.Workload.Command, ChildEnvironment.OfWorkload(user, claim, secrets));
    }

    private Result<SpawnInput, LobsterError> Outfit(PreparedWorkload workload)
    {
        if (FindUser(workload.User).TryGetError(out var unknown, out var user)) return unknown;
        var environment = ChildEnvironment.OfNobody(user);
        environment[ChildEnvironment.AwaitsTenant] = ChildEnvironment.Yes;
        return Outfit(user, workload.Command, environment);
    }

    private Result<SpawnInput, LobsterError> Outfit(UserAccount user, IReadOnlyList<string> command, Dictionary<string, string> environment)
    {
        foreach (var (name, value) in surroundings.WorkloadVariables) environment[name] = value;
        var home = Directory.Exists(user.Home) ? user.Home : "/";
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

    private Result<UserAccount, LobsterError> FindUser(string name)
    {
        if (users.Find(name).TryGetError(out var unknown, out var user)) return unknown;
        return user.UserId == 0 ? new LobsterError(UserErrors.Unknown, $"'{user.Name}' is root under another name") : user;
    }

    private static LobsterError Unstarted(LobsterError cause) => new(WorkloadErrors.SpawnFailed, "it could not be started", Cause: cause);
}
