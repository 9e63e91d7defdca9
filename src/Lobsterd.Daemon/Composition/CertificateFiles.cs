using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Daemon.Composition;

/// <summary>A certificate chain and its key in files. A renewed one is taken at the next handshake; one that cannot be read leaves the old one in place.</summary>
internal sealed class CertificateFiles
{
    private readonly Lock gate = new();
    private readonly string certificate;
    private readonly string key;
    private DateTime written;
    private SslStreamCertificateContext? current;

    private CertificateFiles(string certificate, string key) => (this.certificate, this.key) = (certificate, key);

    /// <summary>Opens them.</summary>
    /// <error code="access.buoy.unbound">They cannot be read, or do not belong together.</error>
    internal static Result<CertificateFiles, LobsterError> Open(string certificate, string key)
    {
        var files = new CertificateFiles(certificate, key);
        return files.Read() is { } fault ? new LobsterError(AccessErrors.BuoyUnbound, $"{certificate}: {fault}") : files;
    }

    /// <summary>What a handshake uses.</summary>
    internal SslServerAuthenticationOptions ForHandshake()
    {
        lock (gate)
        {
            if (File.GetLastWriteTimeUtc(certificate) != written) _ = Read();
            return new SslServerAuthenticationOptions { ServerCertificateContext = current };
        }
    }

    private string? Read()
    {
        try
        {
            var at = File.GetLastWriteTimeUtc(certificate);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            current = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificate, key), chain, offline: true);
            written = at;
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return exception.Message;
        }
    }
}
