using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Workloads;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>Makes a workload's process, with its pipes, in the workload's cgroup.</summary>
internal sealed class ProgramLauncher(EventLoop loop, ICgroupTree cgroups, LogRing log)
{
    /// <summary>The workload's cgroup.</summary>
    internal const string CgroupName = "workload";

    /// <summary>Starts a program whose output goes to the log.</summary>
    internal Result<WorkloadProcess, LobsterError> Launch(SpawnInput input) => Launch(input, keeps: null);

    /// <summary>Starts a program that is to wait for its tenant: its standard input is a pipe of ours.</summary>
    internal Result<PreparedProgram, LobsterError> Launch(SpawnInput input, PreparedWorkload workload)
    {
        if (Pipe.Create().TryGetError(out var noPipe, out var variables)) return noPipe;
        using var closesVariables = variables.ReadEnd;
        if (DescriptorStream.Adopt(loop, variables.WriteEnd).TryGetError(out var failed, out var stream)) return failed;

        // A child's standard input must block; only our own ends do not.
        var word = new WaitingWord();
        var wired = input with { Descriptors = [new ChildDescriptor(0, variables.ReadEnd)] };
        if (!variables.ReadEnd.SetBlocking().TryGetError(out failed) && !Launch(wired, word.Keeps).TryGetError(out failed, out var process))
            return new PreparedProgram(workload, process, stream, word);
        stream.Dispose();
        return failed;
    }

    private Result<WorkloadProcess, LobsterError> Launch(SpawnInput input, Predicate<byte[]>? keeps)
    {
        if (cgroups.Take(CgroupName).TryGetError(out var noCgroup, out var cgroup)) return noCgroup;
        if (Pipe.Create().TryGetError(out var noPipe, out var output)) return noPipe;
        using var closesOutput = output.WriteEnd;
        if (Pipe.Create().TryGetError(out noPipe, out var errors))
        {
            output.Dispose();
            return noPipe;
        }

        using var closesErrors = errors.WriteEnd;
        var wired = input with { Descriptors = [.. input.Descriptors, new ChildDescriptor(1, output.WriteEnd), new ChildDescriptor(2, errors.WriteEnd)] };
        if (GuestProcess.Start(loop, wired, cgroup, isLast: true).TryGetError(out var failed, out var process))
        {
            output.Dispose();
            errors.Dispose();
            return failed;
        }

        return Wire(process, output.ReadEnd, errors.ReadEnd, keeps);
    }

    private Result<WorkloadProcess, LobsterError> Wire(GuestProcess process, Fd output, Fd errors, Predicate<byte[]>? keeps)
    {
        var outputStream = DescriptorStream.Adopt(loop, output);
        var errorStream = DescriptorStream.Adopt(loop, errors);
        if (outputStream.TryGetValue(out var first) && errorStream.TryGetValue(out var second))
            return new WorkloadProcess(process, first, second, log, keeps);

        // A pipe can always be watched unless memory is out; then the process is better gone.
        process.KillAll();
        return outputStream.IsFailure ? outputStream.Error : errorStream.Error;
    }
}
