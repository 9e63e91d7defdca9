using Lobsterd.Domain.Diagnosis;
using Lobsterd.Linux.Clocks;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether something keeps the host's clock right: guests' clocks are set by it, and their schedules go by it.</summary>
/// <param name="isSynchronized">Asks the kernel.</param>
public sealed class ClockExamination(Func<CSharpFunctionalExtensions.Result<bool, Domain.Errors.LobsterError>> isSynchronized) : IExamination
{
    /// <summary>Asks this host's kernel.</summary>
    public ClockExamination()
        : this(KernelClock.IsSynchronized)
    {
    }

    /// <inheritdoc/>
    public string Name => "time-sync";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(
        isSynchronized().TryGetError(out var untold, out var isKept)
            ? new HostCheck(Name, CheckStatus.Unknown, untold.Message, null) { Severity = CheckSeverity.Low }
            : isKept
                ? new HostCheck(Name, CheckStatus.Ok, "the kernel's clock is kept right", null) { Severity = CheckSeverity.Low }
                : new HostCheck(Name, CheckStatus.Warn, "nothing keeps the kernel's clock right", "install systemd-timesyncd or chrony") { Severity = CheckSeverity.Low });
}
