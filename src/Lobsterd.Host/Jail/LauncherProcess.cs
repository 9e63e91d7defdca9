using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Jail;

/// <summary>Starts the launcher and waits for its one answer.</summary>
internal sealed class LauncherProcess(string launcher, TimeProvider clock)
{
    private const string FileName = "lobsterd-launcher";

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private static readonly ErrorCode[] Codes = [JailErrors.SpecInvalid, JailErrors.BuildFailed, JailErrors.ExecFailed, JailErrors.JailerFailed];

    /// <summary>Starts a VMM.</summary>
    /// <param name="spec">What the launcher is told.</param>
    /// <param name="descriptors">What the VMM is handed; stay the caller's.</param>
    /// <param name="cancellationToken">Gives up; the launcher is killed, and whoever cancels removes the VMM by its cgroup.</param>
    /// <error code="jail.spec.invalid">The launcher refused what it was told.</error>
    /// <error code="jail.build.failed">The jail could not be built.</error>
    /// <error code="jail.exec.failed">The VMM could not be executed.</error>
    /// <error code="jail.launcher.silent">The launcher did not answer.</error>
    internal Task<Result<Launched, LobsterError>> StartAsync(
        JailSpec spec, IReadOnlyList<ChildDescriptor> descriptors, CancellationToken cancellationToken) =>
        StartAsync([], JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailSpec), descriptors, cancellationToken);

    /// <summary>Starts a VMM by a jailer.</summary>
    /// <param name="spec">What the launcher is told.</param>
    /// <param name="cancellationToken">Gives up; the launcher is killed, and whoever cancels removes the VMM by its cgroup.</param>
    /// <error code="jail.spec.invalid">The launcher refused what it was told.</error>
    /// <error code="jail.build.failed">A cgroup or pipe could not be had.</error>
    /// <error code="jail.jailer.failed">The jailer refused, or its VMM did not start; its words are in the message.</error>
    /// <error code="jail.launcher.silent">The launcher did not answer.</error>
    internal Task<Result<Launched, LobsterError>> StartAsync(JailerSpec spec, CancellationToken cancellationToken) =>
        StartAsync([JailFiles.ByJailer], JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailerSpec), [], cancellationToken);

    private async Task<Result<Launched, LobsterError>> StartAsync(
        IReadOnlyList<string> arguments, byte[] spec, IReadOnlyList<ChildDescriptor> descriptors, CancellationToken cancellationToken)
    {
        if (Memfd.Create("jail-spec").TryGetError(out var error, out var told)) return error;
        using var ownedSpec = told;
        if (Memfd.Fill(told, spec).TryGetError(out error)) return error;
        if (SocketPair.Create().TryGetError(out error, out var report)) return error;
        using var ownedReport = report;
        var input = new SpawnInput
        {
            Program = launcher,
            Arguments = arguments,
            NewSession = true,
            Descriptors = [new(JailFiles.SpecDescriptor, told), new(JailFiles.ReportDescriptor, report.Theirs), .. descriptors],
        };
        if (Spawner.Start(input).TryGetError(out error, out var child)) return error;
        // Ours must go, or the launcher's end would not be the socket's.
        report.Theirs.Dispose();
        return await AnswerAsync(child, report.Ours, cancellationToken);
    }

    /// <summary>Completes when a VMM's launcher has ended; at once when it has no launcher any more.</summary>
    internal static async Task EndOfParentAsync(int vmm)
    {
        // Whoever adopts orphans never ends.
        if (!ProcessStat.Read(vmm).TryGetValue(out var stat) || !PidFd.Open(stat.ParentPid).TryGetValue(out var parent)) return;
        using (parent)
        {
            if (Of(vmm) == parent.Pid) await parent.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The launcher that waits for a VMM; null when none does.</summary>
    internal static int? Of(int vmm) =>
        ProcessStat.Read(vmm).TryGetValue(out var stat)
        && ProcessTable.ExecutableOf(stat.ParentPid).TryGetValue(out var program)
        // An upgrade replaces the file that a running launcher was started from.
        && Path.GetFileName(program).StartsWith(FileName, StringComparison.Ordinal)
            ? stat.ParentPid
            : null;

    private async Task<Result<Launched, LobsterError>> AnswerAsync(ChildProcess child, Fd socket, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await ReadinessLoop.Shared.WaitReadableAsync(socket, either.Token);
        }
        catch (OperationCanceledException)
        {
            using (child) _ = child.Signal(Signals.Kill);
            cancellationToken.ThrowIfCancellationRequested();
            return new LobsterError(JailErrors.LauncherSilent, $"the launcher did not answer within {AnswerTime.TotalSeconds:0} s");
        }
        if (!Receive(socket).TryGetError(out var error, out var vmm)) return new Launched(vmm, child);
        child.Dispose();
        return error;
    }

    private static Result<PidFd, LobsterError> Receive(Fd socket)
    {
        var buffer = new byte[JailFiles.LongestReport];
        if (DescriptorMessage.Receive(socket, buffer).TryGetError(out var error, out var message)) return error;
        if (message is null or { Bytes: 0 }) return new LobsterError(JailErrors.LauncherSilent, "the launcher ended without an answer");
        var report = JsonSerializer.Deserialize(buffer.AsSpan(0, message.Bytes), JailJson.Default.JailReport);
        if (report is { ErrorCode: null } && message.Descriptors is [var vmm]) return PidFd.Adopt(vmm, report.Pid);
        message.Dispose();
        return new LobsterError(Array.Find(Codes, code => code.Name == report?.ErrorCode) ?? JailErrors.LauncherSilent, report?.Error ?? "no reason was given");
    }
}
