using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Streams;
using Lobsterd.Guest.Workload;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Tests.Unit.Guest.Workload;

/// <summary>Starts shell scripts as workloads, with the rights of whoever runs the tests: giving them others takes root.</summary>
internal sealed class ScriptStarter(EventLoop loop, LogRing log, string script) : IWorkloadStarter
{
    /// <summary>Every start that was asked for.</summary>
    internal int Starts { get; private set; }

    /// <summary>What was started last.</summary>
    internal IWorkloadProcess? Last { get; private set; }

    /// <summary>What a start fails with.</summary>
    internal LobsterError? Broken { get; set; }

    public Task SettleAsync(TenantClaim claim) => Task.CompletedTask;

    public Task AbandonAsync() => Task.CompletedTask;

    public Result<IWorkloadProcess, LobsterError> Start(TenantClaim claim)
    {
        Starts++;
        if (Broken is { } broken) return broken;

        var (output, errors) = (Pipe.Create().Value, Pipe.Create().Value);
        using var closesOutput = output.WriteEnd;
        using var closesErrors = errors.WriteEnd;
        var input = new SpawnInput
        {
            Program = "/bin/sh",
            Arguments = ["-c", script],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            Descriptors = [new ChildDescriptor(1, output.WriteEnd), new ChildDescriptor(2, errors.WriteEnd)],
            NewSession = true,
        };
        var process = GuestProcess.Start(loop, input, cgroup: null, isLast: true).Value;
        Last = new WorkloadProcess(process, DescriptorStream.Adopt(loop, output.ReadEnd).Value, DescriptorStream.Adopt(loop, errors.ReadEnd).Value, log);
        return Result.Success<IWorkloadProcess, LobsterError>(Last);
    }
}
