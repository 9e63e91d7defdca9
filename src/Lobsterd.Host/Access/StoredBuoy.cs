namespace Lobsterd.Host.Access;

/// <summary>The whole of <c>buoy.json</c>.</summary>
internal sealed record StoredBuoy(int Schema, string Host, int Port, string? CertificateFile, string? KeyFile, bool Plain);
