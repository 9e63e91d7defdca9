namespace Lobsterd.Protocol.Reef;

/// <summary>The settings of the host that were changed; none when none had to be.</summary>
/// <param name="Fixes">In the order in which they were changed.</param>
public sealed record DoctorFixList(IReadOnlyList<DoctorFixBody> Fixes);
