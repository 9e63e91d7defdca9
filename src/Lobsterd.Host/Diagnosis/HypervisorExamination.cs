using CSharpFunctionalExtensions;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Which hypervisor new tenants get, and why.</summary>
public sealed class HypervisorExamination(Result<HypervisorFacts, LobsterError> facts) : IExamination
{
    /// <inheritdoc/>
    public string Name => "hypervisor";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(
        facts.TryGetError(out var error, out var found)
            ? new HostCheck(Name, CheckStatus.Fail, error.FullMessage, error.NearestHint)
            : found.Accelerator == "kvm"
                ? new HostCheck(Name, CheckStatus.Ok, $"{found.Name} {found.Version}: {found.Why}", null)
                : new HostCheck(
                    Name,
                    CheckStatus.Warn,
                    $"{found.Name} {found.Version}: {found.Why}",
                    "tenants boot in seconds and compute some ten times slower than with KVM; use a host with hardware virtualization for real load")
                {
                    Severity = CheckSeverity.Low,
                });
}
