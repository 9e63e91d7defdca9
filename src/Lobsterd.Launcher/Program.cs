using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Launcher;
using Lobsterd.Linux.Jails;

using var reports = ReportSocket.Inherited();
try
{
    var started = args is [JailFiles.ByJailer]
        ? SpecSource.Read(JailJson.Default.JailerSpec).Bind(JailerSpecCheck.Check).Bind(JailerRun.Start)
        : SpecSource.Read(JailJson.Default.JailSpec).Bind(JailSpecCheck.Check).Bind(Jail.Start);
    if (started.TryGetError(out var error, out var jailed))
    {
        reports.Send(error);
        return 1;
    }
    using (jailed)
    {
        reports.Send(jailed.Vmm.Process);
        reports.Dispose();
        return Supervisor.Run(jailed);
    }
}
#pragma warning disable CA1031 // the process's root: whoever waits for an answer gets one, whatever the bug
catch (Exception exception)
#pragma warning restore CA1031
{
    reports.Send(new LobsterError(JailErrors.BuildFailed, exception.ToString()));
    return 1;
}
