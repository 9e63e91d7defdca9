namespace Lobsterd.Protocol.Reef;

/// <summary>What the host's checks found.</summary>
/// <param name="Checks">One row a check.</param>
public sealed record DoctorBody(IReadOnlyList<DoctorCheckBody> Checks);
