using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>Where the API listens on TCP.</summary>
public sealed record BuoySettings
{
    private BuoySettings(IPAddress host, int port) => (Host, Port) = (host, port);

    /// <summary>An address of this host.</summary>
    public IPAddress Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The certificate chain (PEM), for TLS; null for none.</summary>
    public string? CertificateFile { get; private init; }

    /// <summary>Its key (PEM).</summary>
    public string? KeyFile { get; private init; }

    /// <summary>Whether somebody said that it may go without TLS beyond loopback.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>Where clients find it.</summary>
    public string Url
    {
        get
        {
            var host = Host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Host}]" : Host.ToString();
            return string.Create(CultureInfo.InvariantCulture, $"{(CertificateFile is null ? "http" : "https")}://{host}:{Port}");
        }
    }

    /// <summary>Checks what somebody asks for.</summary>
    /// <error code="access.buoy.invalid">It is no address, no port, half a certificate, or tokens would cross a network in the open.</error>
    public static Result<BuoySettings, LobsterError> Parse(string host, int port, string? certificateFile, string? keyFile, bool isPlain)
    {
        if (!IPAddress.TryParse(host, out var address)) return Refuse($"'{PlainText.Of(host, 64)}' is no IP address", "127.0.0.1, or 0.0.0.0 for all");
        if (port is < 1 or > 65_535) return Refuse("a port is from 1 to 65535", null);
        if (certificateFile is null != keyFile is null) return Refuse("a certificate needs its key, and a key its certificate", null);
        if (certificateFile is not null && !(Path.IsPathFullyQualified(certificateFile) && Path.IsPathFullyQualified(keyFile!)))
            return Refuse("certificate and key are absolute paths", null);
        if (certificateFile is null && !IPAddress.IsLoopback(address) && !isPlain)
            return Refuse($"without TLS, tokens would cross the network of {address} in the open", "give --certificate and --key, or --plain where that network is yours alone");
        return new BuoySettings(address, port) { CertificateFile = certificateFile, KeyFile = keyFile, IsPlain = isPlain };
    }

    private static LobsterError Refuse(string message, string? hint) => new(AccessErrors.BuoyInvalid, message, hint);
}
