using System.Globalization;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Protocol.Edge;

/// <summary>How an edge is started: its whole command line, written by the service and read by the edge. Nothing here is secret.</summary>
public sealed record EdgeOptions
{
    /// <summary>The socket on which it takes requests from Caddy. Exactly one of this and <see cref="HttpEndpoint"/> is set.</summary>
    public string? HttpSocket { get; init; }

    /// <summary>A TCP endpoint instead, for measurements: nobody is believed there about where a request comes from.</summary>
    public IPEndPoint? HttpEndpoint { get; init; }

    /// <summary>The UID that Caddy runs as; beside root, only it may use <see cref="HttpSocket"/>.</summary>
    public uint CaddyUid { get; init; }

    /// <summary>The socket of the control protocol.</summary>
    public required string ControlSocket { get; init; }

    /// <summary>The folder in which it keeps its table; its own.</summary>
    public required string State { get; init; }

    /// <summary>Where Caddy asks whether a name may have a certificate; null when it never asks.</summary>
    public IPEndPoint? Ask { get; init; }

    /// <summary>A descriptor to which one byte is written when everything is listened on, and which is closed then; null for none.</summary>
    public int? ReadyDescriptor { get; init; }

    /// <summary>Longest time to open a connection to a guest, 100 to 60,000 ms.</summary>
    public int ConnectTimeoutMs { get; init; } = 5_000;

    /// <summary>Longest silence of a request or response under way, 1,000 to 86,400,000 ms; upgraded connections excepted.</summary>
    public int ActivityTimeoutMs { get; init; } = 300_000;

    /// <summary>Largest total of a request's or a response's headers, 1,024 to 1,048,576 bytes.</summary>
    public int MaxHeaderBytes { get; init; } = 65_536;

    /// <summary>Largest request body in bytes, 0 for no limit.</summary>
    public long MaxBodyBytes { get; init; } = 1L << 30;

    /// <summary>Most requests, WebSockets and streams of one tenant at the same time, 1 to 65,536.</summary>
    public int MaxInFlightPerTenant { get; init; } = 1_024;

    /// <summary>Longest wait for a sleeping tenant, 1,000 to 600,000 ms.</summary>
    public int HoldMs { get; init; } = 30_000;

    /// <summary>Most that waits for all sleeping tenants together, 1 to 4,096.</summary>
    public int MaxHeld { get; init; } = 2_048;

    /// <summary>Most that waits for one sleeping tenant, 1 to 4,096.</summary>
    public int MaxHeldPerTenant { get; init; } = 256;

    /// <summary>Wakes in a minute that one source may cause, over all tenants, 1 to 1,000,000.</summary>
    public int WakesPerSource { get; init; } = 60;

    /// <summary>Wakes in a minute of one tenant, whoever causes them, 1 to 1,000,000.</summary>
    public int WakesPerTenant { get; init; } = 60;

    /// <summary>How long WebSockets and streams may go on after another edge has taken this one's place, 1,000 to 86,400,000 ms.</summary>
    public int DrainMs { get; init; } = 300_000;

    /// <summary>Longest time in which a WebSocket carries nothing but pings and pongs, 1,000 to 604,800,000 ms; 0 for no limit.</summary>
    public int WebSocketSilenceMs { get; init; }

    /// <summary>A bound UDP socket on which guests' questions for names come; null, or one that is none, when none are answered.</summary>
    public int? NamesUdpDescriptor { get; init; }

    /// <summary>The same, a listening TCP socket.</summary>
    public int? NamesTcpDescriptor { get; init; }

    /// <summary>Whom the edge asks for names, in this order; IPv4 addresses.</summary>
    public IReadOnlyList<IPAddress> Resolvers { get; init; } = [];

    /// <summary>The options as a command line, the program's name not included.</summary>
    public IReadOnlyList<string> ToArguments()
    {
        var arguments = new List<string>();
        Add("--http-socket", HttpSocket);
        Add("--http-endpoint", HttpEndpoint?.ToString());
        Add("--caddy-uid", CaddyUid.ToString(CultureInfo.InvariantCulture));
        Add("--control", ControlSocket);
        Add("--state", State);
        Add("--ask", Ask?.ToString());
        Add("--ready-fd", ReadyDescriptor?.ToString(CultureInfo.InvariantCulture));
        Add("--connect-timeout-ms", ConnectTimeoutMs.ToString(CultureInfo.InvariantCulture));
        Add("--activity-timeout-ms", ActivityTimeoutMs.ToString(CultureInfo.InvariantCulture));
        Add("--max-header-bytes", MaxHeaderBytes.ToString(CultureInfo.InvariantCulture));
        Add("--max-body-bytes", MaxBodyBytes.ToString(CultureInfo.InvariantCulture));
        Add("--max-in-flight", MaxInFlightPerTenant.ToString(CultureInfo.InvariantCulture));
        Add("--hold-ms", HoldMs.ToString(CultureInfo.InvariantCulture));
        Add("--max-held", MaxHeld.ToString(CultureInfo.InvariantCulture));
        Add("--max-held-per-tenant", MaxHeldPerTenant.ToString(CultureInfo.InvariantCulture));
        Add("--wakes-per-source", WakesPerSource.ToString(CultureInfo.InvariantCulture));
        Add("--wakes-per-tenant", WakesPerTenant.ToString(CultureInfo.InvariantCulture));
        Add("--drain-ms", DrainMs.ToString(CultureInfo.InvariantCulture));
        Add("--websocket-silence-ms", WebSocketSilenceMs.ToString(CultureInfo.InvariantCulture));
        Add("--names-udp-fd", NamesUdpDescriptor?.ToString(CultureInfo.InvariantCulture));
        Add("--names-tcp-fd", NamesTcpDescriptor?.ToString(CultureInfo.InvariantCulture));
        Add("--resolvers", Resolvers.Count == 0 ? null : string.Join(',', Resolvers));
        return arguments;

        void Add(string name, string? value)
        {
            if (value is null) return;
            arguments.Add(name);
            arguments.Add(value);
        }
    }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">Names and values in turn, any order, no name twice.</param>
    /// <error code="edge.start.failed">A name is unknown, twice or missing, or a value is out of its range; the message says which.</error>
    public static Result<EdgeOptions, LobsterError> Parse(IReadOnlyList<string> arguments)
    {
        if (EdgeArguments.Read(arguments).TryGetError(out var error, out var given)) return error;
        var options = new EdgeOptions
        {
            HttpSocket = given.Path("--http-socket"),
            HttpEndpoint = given.EndPoint("--http-endpoint"),
            CaddyUid = (uint)given.Number("--caddy-uid", 0, 0, uint.MaxValue),
            ControlSocket = given.Path("--control") ?? "",
            State = given.Path("--state") ?? "",
            Ask = given.EndPoint("--ask"),
            ReadyDescriptor = given.Descriptor("--ready-fd"),
            ConnectTimeoutMs = (int)given.Number("--connect-timeout-ms", 5_000, 100, 60_000),
            ActivityTimeoutMs = (int)given.Number("--activity-timeout-ms", 300_000, 1_000, 86_400_000),
            MaxHeaderBytes = (int)given.Number("--max-header-bytes", 65_536, 1_024, 1_048_576),
            MaxBodyBytes = given.Number("--max-body-bytes", 1L << 30, 0, long.MaxValue),
            MaxInFlightPerTenant = (int)given.Number("--max-in-flight", 1_024, 1, 65_536),
            HoldMs = (int)given.Number("--hold-ms", 30_000, 1_000, 600_000),
            MaxHeld = (int)given.Number("--max-held", 2_048, 1, 4_096),
            MaxHeldPerTenant = (int)given.Number("--max-held-per-tenant", 256, 1, 4_096),
            WakesPerSource = (int)given.Number("--wakes-per-source", 60, 1, 1_000_000),
            WakesPerTenant = (int)given.Number("--wakes-per-tenant", 60, 1, 1_000_000),
            DrainMs = (int)given.Number("--drain-ms", 300_000, 1_000, 86_400_000),
            WebSocketSilenceMs = (int)given.Number("--websocket-silence-ms", 0, 0, 604_800_000),
            NamesUdpDescriptor = given.Descriptor("--names-udp-fd"),
            NamesTcpDescriptor = given.Descriptor("--names-tcp-fd"),
            Resolvers = given.Addresses("--resolvers"),
        };
        given.Require(options.HttpSocket is null != options.HttpEndpoint is null, "exactly one of --http-socket and --http-endpoint is needed");
        given.Require(options.ControlSocket.Length > 0, "--control is needed");
        given.Require(options.State.Length > 0, "--state is needed");
        return given.Faults.Count == 0 ? options : new LobsterError(EdgeErrors.StartFailed, string.Join("; ", given.Faults));
    }
}
