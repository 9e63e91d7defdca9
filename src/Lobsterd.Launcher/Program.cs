using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Launcher;
using Lobsterd.Linux.Jails;

using var service = ServiceSocket.Inherited();
if (service.Receive() is not { } work) return 0;
try
{
    var started = work.Builder switch
    {
        JailFiles.ByLauncher => SpecSource.Read(work.Spec, JailJson.Default.JailSpec).Bind(JailSpecCheck.Check).Bind(spec => Jail.Start(spec, work.Handed)),
        JailFiles.ByJailer => SpecSource.Read(work.Spec, JailJson.Default.JailerSpec).Bind(JailerSpecCheck.Check).Bind(JailerRun.Start),
        _ => new LobsterError(JailErrors.SpecInvalid, $"nobody builds a jail by the name of {work.Builder}"),
    };

    // Copies of ours would keep the VMM's disk locked and its monitor's socket open after its end.
    work.Dispose();
    if (started.TryGetError(out var error, out var jailed))
    {
        service.Send(error);
        return 1;
    }
    using (jailed)
    {
        service.Send(jailed.Vmm.Process);
        service.Dispose();
        return Supervisor.Run(jailed);
    }
}
#pragma warning disable CA1031 // the process's root: whoever waits for an answer gets one, whatever the bug
catch (Exception exception)
#pragma warning restore CA1031
{
    service.Send(new LobsterError(JailErrors.BuildFailed, exception.ToString()));
    return 1;
}
