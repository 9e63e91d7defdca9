namespace Lobsterd.Domain.Diagnosis;

/// <summary>A setting of the host that was changed because a check was not as it should be.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="File">The setting's file.</param>
/// <param name="Before">Its value before.</param>
/// <param name="After">Its value now.</param>
public sealed record HostFix(string Check, string File, string Before, string After);
