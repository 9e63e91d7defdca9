namespace Lobsterd.Protocol.Reef;

/// <summary>Asks the API to listen on TCP.</summary>
/// <param name="Host">An IP address of this host.</param>
/// <param name="Port">The port.</param>
/// <param name="CertificateFile">Absolute path of a certificate chain (PEM), for TLS; null for none.</param>
/// <param name="KeyFile">Absolute path of its key (PEM).</param>
/// <param name="Plain">Whether it may go without TLS where others than this host can listen in.</param>
public sealed record BuoyEnableBody(string Host = "127.0.0.1", int Port = 7070, string? CertificateFile = null, string? KeyFile = null, bool Plain = false);
