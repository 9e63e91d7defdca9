using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Limits;
using Lobsterd.Linux.Machine;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Launcher;

/// <summary>Starts the VMM in its jail. See the README for the order of things.</summary>
internal static class Jail
{
    private const NamespaceKinds Separate =
        NamespaceKinds.Mount | NamespaceKinds.Ipc | NamespaceKinds.HostName | NamespaceKinds.Cgroup | NamespaceKinds.Network | NamespaceKinds.ChildPids;

    private const int StackBytes = 256 * 1024;
    private const int PrivateFiles = 0x3F;

    /// <summary>Takes on cgroups and limits, builds the jail on a thread of its own and starts the VMM there.</summary>
    /// <error code="jail.build.failed">A part of the jail could not be had.</error>
    /// <error code="jail.exec.failed">The VMM could not be executed.</error>
    internal static Result<JailedVmm, LobsterError> Start(JailSpec spec)
    {
        _ = ProcessControl.SetFileModeMask(PrivateFiles);
        var descriptors = spec.Descriptors.Select(number => new ChildDescriptor(number, Fd.Adopt(number))).ToList();
        try
        {
            return CgroupJoin.ByThread(spec.Cgroups)
                .Bind(() => Limit(spec.Limits))
                .MapError(error => new LobsterError(JailErrors.BuildFailed, "the jail", Cause: error))
                .Bind(() => JailOutput.Open(spec.RunFolder))
                .Bind(output => Start(spec, descriptors, output));
        }
        finally
        {
            // Copies of ours would keep the VMM's disk locked and its monitor's socket open after its end.
            foreach (var descriptor in descriptors) descriptor.Source.Dispose();
        }
    }

    private static Result<JailedVmm, LobsterError> Start(JailSpec spec, IReadOnlyList<ChildDescriptor> descriptors, JailOutput output)
    {
        var input = new SpawnInput
        {
            Program = spec.Program,
            Arguments = spec.Arguments,
            Environment = spec.Environment,
            Descriptors = [new(1, output.Console.WriteEnd), new(2, output.Words.WriteEnd), .. descriptors],
            Credentials = new Credentials { UserId = spec.UserId, GroupId = spec.GroupId, Groups = spec.Groups },
            NoNewPrivileges = true,
        };

        // Namespaces, root and identity belong to a thread, and a child is born with those of the thread that spawns it. So this thread
        // goes where the VMM shall be, and ends; we stay where we are.
        Result<UnwatchedChild, LobsterError>? spawned = null;
        using var joined = new ManualResetEventSlim();
        var joining = UnitResult.Success<LobsterError>();
        var thread = new Thread(() => spawned = Enter(spec).Tap(joined.Wait).Bind(() => joining).Bind(() => Spawn(input)), StackBytes);
        thread.Start();
        joining = CgroupJoin.ByProcess(spec.Cgroups);
        joined.Set();
        thread.Join();

        output.CloseWriteEnds();
        if (!spawned!.Value.TryGetError(out var error, out var vmm)) return new JailedVmm(vmm, output);
        output.Dispose();
        return error;
    }

    private static UnitResult<LobsterError> Limit(JailLimits limits) =>
        ResourceLimits.Set(ResourceKind.CoreDump, ResourceLimit.Of(0))
            .Bind(() => ResourceLimits.Set(ResourceKind.OpenFiles, ResourceLimit.Of((ulong)limits.OpenFiles)))
            .Bind(() => ResourceLimits.Set(ResourceKind.FileSize, ResourceLimit.Of((ulong)limits.FileSizeBytes)));

    private static UnitResult<LobsterError> Enter(JailSpec spec) =>
        ThreadNamespaces.Unshare(Separate)
            .Bind(() => HostName.Set("jail"))
            .Bind(() => JailRoot.Build(spec.MountPoint, spec.Mounts))
            .MapError(error => new LobsterError(JailErrors.BuildFailed, "the jail", Cause: error));

    private static Result<UnwatchedChild, LobsterError> Spawn(SpawnInput input) =>
        Spawner.StartOnThisThread(input).MapError(error => new LobsterError(JailErrors.ExecFailed, $"the VMM in its jail", Cause: error));
}
