namespace Lobsterd.Domain.Network;

/// <summary>The ports of names: where guests send their questions, and where the edge hears those of guests whose policy has names.</summary>
public static class NameService
{
    /// <summary>Where a resolver is asked, UDP and TCP.</summary>
    public const int Port = 53;

    /// <summary>Where resolvers are asked inside TLS, or QUIC (RFC 7858, RFC 9250).</summary>
    public const int PortInTls = 853;

    /// <summary>Where the edge hears questions, which the firewall leads there; UDP and TCP. Privileged, so that no user of the host can take it, and nobody's by
    /// registration.</summary>
    public const int EdgePort = 957;
}
