using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Jail;

/// <summary>Has launchers start VMMs, and hears their one answer. One that nobody needs yet is kept waiting, so that a VMM does not wait for its launcher's start.</summary>
/// <remarks>It waits with nothing of a tenant's: its cgroups, limits and root are taken on when it is told whose VMM it is to start. It starts one, ends with it, and
/// ends when we do. Whoever finds none starts one himself.</remarks>
internal sealed class LauncherProcess(string launcher, TimeProvider clock) : IDisposable
{
    private const string FileName = "lobsterd-launcher";

    private WaitingLauncher? waiting;
    private volatile bool isDisposed;

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
        StartAsync(JailFiles.ByLauncher, JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailSpec), descriptors, cancellationToken);

    /// <summary>Starts a VMM by a jailer.</summary>
    /// <param name="spec">What the launcher is told.</param>
    /// <param name="cancellationToken">Gives up; the launcher is killed, and whoever cancels removes the VMM by its cgroup.</param>
    /// <error code="jail.spec.invalid">The launcher refused what it was told.</error>
    /// <error code="jail.build.failed">A cgroup or pipe could not be had.</error>
    /// <error code="jail.jailer.failed">The jailer refused, or its VMM did not start; its words are in the message.</error>
    /// <error code="jail.launcher.silent">The launcher did not answer.</error>
    internal Task<Result<Launched, LobsterError>> StartAsync(JailerSpec spec, CancellationToken cancellationToken) =>
        StartAsync(JailFiles.ByJailer, JsonSerializer.SerializeToUtf8Bytes(spec, JailJson.Default.JailerSpec), [], cancellationToken);

    private async Task<Result<Launched, LobsterError>> StartAsync(
        string builder, byte[] spec, IReadOnlyList<ChildDescriptor> descriptors, CancellationToken cancellationToken)
    {
        if (Memfd.Create("jail-spec").TryGetError(out var error, out var told)) return error;
        using var ownedSpec = told;
        if (Memfd.Fill(told, spec).TryGetError(out error)) return error;
        if (Tell(builder, [told, .. descriptors.Select(descriptor => descriptor.Source)]).TryGetError(out error, out var busy)) return error;
        using (busy.Socket)
        {
            var answer = await AnswerAsync(busy.Process, busy.Socket, cancellationToken);
            KeepOne();
            return answer;
        }
    }

    // One that waited may have been ended meanwhile, by a host without memory or a person.
    private Result<WaitingLauncher, LobsterError> Tell(string builder, IReadOnlyList<SafeHandle> descriptors)
    {
        var word = Encoding.ASCII.GetBytes(builder);
        if (Interlocked.Exchange(ref waiting, null) is { } kept)
        {
            if (DescriptorMessage.Send(kept.Socket, word, descriptors).IsSuccess) return kept;
            kept.Dispose();
        }

        if (WaitingLauncher.Start(launcher).TryGetError(out var error, out var fresh)) return error;
        if (!DescriptorMessage.Send(fresh.Socket, word, descriptors).TryGetError(out error)) return fresh;
        fresh.Dispose();
        return error;
    }

    // Beside whatever comes next. That none could be started is told when one is needed.
    private void KeepOne() => ThreadPool.QueueUserWorkItem(_ =>
    {
        if (isDisposed || waiting is not null || !WaitingLauncher.Start(launcher).TryGetValue(out var fresh)) return;
        if (Interlocked.CompareExchange(ref waiting, fresh, null) is not null || isDisposed) fresh.Dispose();
    });

    /// <summary>Lets the one that waits end.</summary>
    public void Dispose()
    {
        isDisposed = true;
        Interlocked.Exchange(ref waiting, null)?.Dispose();
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
