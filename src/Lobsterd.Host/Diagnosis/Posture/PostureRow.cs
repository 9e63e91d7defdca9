using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>One thing that makes a host safer or less safe.</summary>
/// <param name="Name">Stable; waivers name it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Why">Why, one sentence.</param>
/// <param name="Change">How to change it.</param>
/// <param name="Look">Looks; an exception of a file is an unknown row.</param>
internal sealed record PostureRow(string Name, CheckSeverity Severity, string Why, string Change, Func<HostTree, Finding> Look)
{
    /// <summary>The setting that makes it right, where changing it hurts nobody: file and value.</summary>
    internal (string File, string Value)? Safe { get; init; }

    /// <summary>Looks.</summary>
    internal Finding Examine(HostTree host)
    {
        try
        {
            return Look(host);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Unknown(exception.Message);
        }
    }

    /// <summary>The row as the doctor shows it.</summary>
    internal HostCheck Check(HostTree host, string? waiver)
    {
        var finding = Examine(host);
        return new HostCheck(Name, finding.Status, finding.Found, finding.Status == CheckStatus.Ok ? null : Change)
        {
            Severity = Severity,
            Why = Why,
            Waiver = finding.Status == CheckStatus.Ok ? null : waiver,
        };
    }
}
