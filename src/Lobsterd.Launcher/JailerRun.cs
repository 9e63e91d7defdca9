using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Limits;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Launcher;

/// <summary>Runs a jailer to its end and takes on the VMM that it leaves. See the README for the order of things.</summary>
internal static class JailerRun
{
    private const int PrivateFiles = 0x3F;
    private const int LongestWords = 2_048;
    private const int LongestPid = 16;

    /// <summary>Goes into the cgroups and runs the jailer there.</summary>
    /// <error code="jail.build.failed">A cgroup or pipe could not be had.</error>
    /// <error code="jail.jailer.failed">The jailer refused, or its VMM did not start; its words are in the message.</error>
    internal static Result<JailedVmm, LobsterError> Start(JailerSpec spec)
    {
        _ = ProcessControl.SetFileModeMask(PrivateFiles);
        return CgroupJoin.ByThread(spec.Cgroups)
            .Bind(() => CgroupJoin.ByProcess(spec.Cgroups))
            .Bind(() => ResourceLimits.Set(ResourceKind.CoreDump, ResourceLimit.Of(0)))
            .Bind(ProcessControl.AdoptOrphans)
            .MapError(error => new LobsterError(JailErrors.BuildFailed, "the jail", Cause: error))
            .Bind(() => JailOutput.Open(spec.RunFolder))
            .Bind(output => Start(spec, output));
    }

    private static Result<JailedVmm, LobsterError> Start(JailerSpec spec, JailOutput output)
    {
        var input = new SpawnInput
        {
            Program = spec.Jailer,
            Arguments = spec.Arguments,
            Descriptors = [new(1, output.Console.WriteEnd), new(2, output.Words.WriteEnd)],
        };
        var started = Spawner.StartUnwatched(input);
        output.CloseWriteEnds();
        var taken = started.Bind(jailer => WaitFor(jailer, output)).Bind(() => TakeOn(spec.PidFile, output));
        if (!taken.TryGetError(out var error, out var vmm)) return new JailedVmm(vmm, output);
        output.Dispose();
        return error.Code == JailErrors.JailerFailed ? error : new LobsterError(JailErrors.JailerFailed, "the jailer", Cause: error);
    }

    // It ends by itself. What it may say meanwhile fits a pipe; one that hangs is the service's to give up.
    private static UnitResult<LobsterError> WaitFor(UnwatchedChild jailer, JailOutput output)
    {
        using (jailer)
        {
            var end = jailer.Wait();
            return end.IsSuccess ? UnitResult.Success<LobsterError>() : Failed($"the jailer ended with {end}", output);
        }
    }

    // Written before the jailer's end. The VMM is its orphan by now, and therefore ours.
    private static Result<UnwatchedChild, LobsterError> TakeOn(string pidFile, JailOutput output)
    {
        if (!TryReadPid(pidFile, out var pid)) return Failed($"the jailer left no pid in {pidFile}", output);
        if (UnwatchedChild.TakeOn(pid).TryGetError(out var error, out var vmm)) return error;

        // A jailer that could not execute the VMM has ended well before.
        if (vmm.TryCollect() is not { } end) return vmm;
        vmm.Dispose();
        return Failed($"the VMM ended with {end}", output);
    }

    private static bool TryReadPid(string path, out int pid)
    {
        pid = 0;

        // It lies in the VMM's root, and the VMM runs by now: what is there may be its doing.
        return PlainFile.ReadAll(path, LongestPid).TryGetValue(out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid)
            && pid > 1;
    }

    private static LobsterError Failed(string what, JailOutput output)
    {
        var buffer = new byte[LongestWords];
        var count = output.Words.ReadEnd.Read(buffer).TryGetValue(out var read) ? read ?? 0 : 0;
        var words = Encoding.UTF8.GetString(buffer, 0, count).Trim();
        return new LobsterError(JailErrors.JailerFailed, words.Length > 0 ? $"{what}; its words: {words}" : what);
    }
}
