namespace Lobsterd.Edge.Dns;

/// <summary>Numbers of the message format (RFC 1035, section 4.1).</summary>
internal static class DnsFormat
{
    /// <summary>Bytes of a header: id, flags, and four counts.</summary>
    internal const int HeaderBytes = 12;

    /// <summary>Largest message over UDP without an extension, which we neither ask for nor offer.</summary>
    internal const int MostDatagramBytes = 512;

    /// <summary>Largest message that is read over TCP; one of nothing but addresses is far smaller.</summary>
    internal const int MostStreamBytes = 16_384;

    /// <summary>A record of an IPv4 address.</summary>
    internal const ushort Address = 1;

    /// <summary>A record of another name for a name.</summary>
    internal const ushort Alias = 5;

    /// <summary>The class of the internet.</summary>
    internal const ushort Internet = 1;

    /// <summary>Flag: a response.</summary>
    internal const ushort Response = 0x8000;

    /// <summary>Flag: not all of it fitted.</summary>
    internal const ushort Truncated = 0x0200;

    /// <summary>Flag: the asker wants a whole answer, not a pointer to others.</summary>
    internal const ushort RecursionDesired = 0x0100;

    /// <summary>Flag: it can have one.</summary>
    internal const ushort RecursionAvailable = 0x0080;

    /// <summary>The bits of the kind of question; zero is a plain one.</summary>
    internal const ushort Opcode = 0x7800;

    /// <summary>The bits of the outcome.</summary>
    internal const ushort OutcomeBits = 0x000F;
}
