namespace Lobsterd.Protocol.Reef;

/// <summary>A setting of the host that was changed.</summary>
/// <param name="Check">The check that was not as it should be.</param>
/// <param name="File">The setting's file.</param>
/// <param name="Before">Its value before.</param>
/// <param name="After">Its value now.</param>
public sealed record DoctorFixBody(string Check, string File, string Before, string After);
