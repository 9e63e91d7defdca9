using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Cli.Service;

/// <summary>The service as a systemd unit.</summary>
internal sealed class SystemdService(ServiceUnit unit, ProgramRunner programs, string units = "/etc/systemd/system", string systemctl = "/usr/bin/systemctl") : IServiceRunner
{
    private const uint Readable = 0x1A4;    // 0644
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private string UnitFile => Path.Combine(units, unit.FileName);

    /// <summary>Whether systemd is PID 1 and would start the service where we are: a network namespace of our own is none of its.</summary>
    internal static bool IsInCharge() =>
        Directory.Exists("/run/systemd/system") && IsOurs("net") && IsOurs("mnt");

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        var text = unit.Render();
        if (!File.Exists(UnitFile) || await File.ReadAllTextAsync(UnitFile, cancellationToken) != text)
        {
            if (DurableFile.Replace(UnitFile, Encoding.UTF8.GetBytes(text), Readable).TryGetError(out var unwritten)) return Failed(unwritten);
            if ((await RunAsync(["daemon-reload"], cancellationToken)).TryGetError(out var notLoaded)) return Failed(notLoaded);
            if ((await RunAsync(["enable", unit.FileName], cancellationToken)).TryGetError(out var notEnabled)) return Failed(notEnabled);
        }

        return (await RunAsync(["start", unit.FileName], cancellationToken)).MapError(Failed);
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(UnitFile)) return UnitResult.Success<LobsterError>();
        if ((await RunAsync(["disable", "--now", unit.FileName], cancellationToken)).TryGetError(out var running)) return NotRemoved(running);
        File.Delete(UnitFile);
        return (await RunAsync(["daemon-reload"], cancellationToken)).MapError(NotRemoved);
    }

    private async Task<UnitResult<LobsterError>> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var ran = await programs.RunToSuccessAsync(new ProgramInput { Program = systemctl, Arguments = arguments, Timeout = Patience }, cancellationToken);
        return ran.TryGetError(out var error) ? error : UnitResult.Success<LobsterError>();
    }

    private LobsterError Failed(LobsterError cause) =>
        new(ServiceErrors.StartFailed, "systemd did not start the service", $"journalctl -u {unit.FileName}", cause);

    private static LobsterError NotRemoved(LobsterError cause) => new(ServiceErrors.RemovalFailed, "systemd did not let go of the service", Cause: cause);

    private static bool IsOurs(string kind) =>
        new FileInfo($"/proc/1/ns/{kind}").LinkTarget is { } theirs && new FileInfo($"/proc/self/ns/{kind}").LinkTarget == theirs;
}
