using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Protocol.Edge;

/// <summary>A command line of names and values under inspection; collects every fault instead of the first.</summary>
internal sealed class EdgeArguments
{
    private static readonly HashSet<string> Known =
    [
        "--http-socket", "--http-endpoint", "--caddy-uid", "--control", "--state", "--ask", "--ready-fd",
        "--connect-timeout-ms", "--activity-timeout-ms", "--max-header-bytes", "--max-body-bytes", "--max-in-flight",
        "--hold-ms", "--max-held", "--max-held-per-tenant", "--wakes-per-source", "--wakes-per-tenant", "--drain-ms",
        "--websocket-silence-ms", "--names-udp-fd", "--names-tcp-fd", "--resolvers",
    ];

    private readonly Dictionary<string, string> values = [];
    private readonly List<string> faults = [];

    private EdgeArguments() { }

    /// <summary>What is wrong so far, one sentence each.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Pairs names with values.</summary>
    /// <error code="edge.start.failed">A name is unknown or twice, or has no value.</error>
    public static Result<EdgeArguments, LobsterError> Read(IReadOnlyList<string> arguments)
    {
        var read = new EdgeArguments();
        for (var at = 0; at < arguments.Count; at += 2)
        {
            var name = arguments[at];
            if (!Known.Contains(name)) return Fault($"unknown option '{name}'");
            if (at + 1 == arguments.Count) return Fault($"{name} has no value");
            if (!read.values.TryAdd(name, arguments[at + 1])) return Fault($"{name} is given twice");
        }

        return read;

        static LobsterError Fault(string message) => new(EdgeErrors.StartFailed, message);
    }

    public bool Has(string name) => values.ContainsKey(name);

    public void Require(bool holds, string fault)
    {
        if (!holds) faults.Add(fault);
    }

    /// <summary>An absolute path; null when it is not given or not absolute.</summary>
    public string? Path(string name)
    {
        if (!values.TryGetValue(name, out var text)) return null;
        if (text.StartsWith('/') && !text.Contains('\0', StringComparison.Ordinal)) return text;
        faults.Add($"{name} is no absolute path");
        return null;
    }

    /// <summary>An address and port, e.g. <c>127.0.0.1:8079</c>; null when it is not given or none.</summary>
    public IPEndPoint? EndPoint(string name)
    {
        if (!values.TryGetValue(name, out var text)) return null;
        if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0) return endpoint;
        faults.Add($"{name} is no address and port");
        return null;
    }

    /// <summary>IPv4 addresses with commas between them; none when it is not given.</summary>
    public IReadOnlyList<IPAddress> Addresses(string name)
    {
        if (!values.TryGetValue(name, out var text)) return [];
        var addresses = new List<IPAddress>();
        foreach (var word in text.Split(','))
        {
            if (IPAddress.TryParse(word, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == word) addresses.Add(address);
            else faults.Add($"{name} has what is no IPv4 address");
        }

        return addresses;
    }

    /// <summary>A descriptor's number; null when it is not given or none that can be inherited.</summary>
    public int? Descriptor(string name) => Has(name) ? (int)Number(name, 0, 3, 1 << 20) : null;

    /// <summary>A whole number within its range, or the value that stands for its absence.</summary>
    public long Number(string name, long absent, long least, long most)
    {
        if (!values.TryGetValue(name, out var text)) return absent;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Add($"{name} is not within {least} to {most}");
        return absent;
    }
}
