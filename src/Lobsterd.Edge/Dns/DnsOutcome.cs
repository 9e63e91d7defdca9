namespace Lobsterd.Edge.Dns;

/// <summary>What came of a question (RCODE, RFC 1035).</summary>
internal enum DnsOutcome
{
    /// <summary>The name exists; it may have no address.</summary>
    Answered = 0,

    /// <summary>Nobody could tell just now.</summary>
    Failed = 2,

    /// <summary>There is no such name.</summary>
    NoSuchName = 3,

    /// <summary>The asker may not ask for it.</summary>
    Refused = 5,
}
