using System.Net;
using CsCheck;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Protocol.Edge;

public sealed class EdgeOptionsTests
{
    private static readonly Gen<EdgeOptions> Possible =
        Gen.Select(Gen.Bool, Gen.UInt, Gen.Int[100, 60_000], Gen.Int[1_024, 1_048_576], Gen.Long[0, long.MaxValue], Gen.Int[1, 65_536], Gen.Bool)
            .Select((tcp, uid, connect, header, body, flight, ask) => new EdgeOptions
            {
                HttpSocket = tcp ? null : "/run/lobsterd/edge/http.sock",
                HttpEndpoint = tcp ? new IPEndPoint(IPAddress.Loopback, 8090) : null,
                CaddyUid = uid,
                ControlSocket = "/run/lobsterd/edge/control.sock",
                State = "/var/lib/lobsterd/edge",
                Ask = ask ? new IPEndPoint(IPAddress.IPv6Loopback, 8079) : null,
                ReadyDescriptor = ask ? 3 : null,
                ConnectTimeoutMs = connect,
                MaxHeaderBytes = header,
                MaxBodyBytes = body,
                MaxInFlightPerTenant = flight,
                WebSocketSilenceMs = connect,
            });

    [Fact]
    public void options_read_as_they_were_written() =>
        Possible.Sample(options => Assert.Equal(options, EdgeOptions.Parse(options.ToArguments()).Value));

    [Theory]
    [InlineData("--http-socket /a --control /b")]
    [InlineData("--http-socket /a --state /c")]
    [InlineData("--control /b --state /c")]
    [InlineData("--http-socket /a --http-endpoint 127.0.0.1:80 --control /b --state /c")]
    [InlineData("--http-socket /a --control /b --state /c --verbose 1")]
    [InlineData("--http-socket /a --control /b --state /c --state /d")]
    [InlineData("--http-socket /a --control /b --state")]
    [InlineData("--http-socket a --control /b --state /c")]
    [InlineData("--http-socket /a --control /b --state /c --caddy-uid -1")]
    [InlineData("--http-socket /a --control /b --state /c --caddy-uid 4294967296")]
    [InlineData("--http-socket /a --control /b --state /c --ask localhost:1")]
    [InlineData("--http-socket /a --control /b --state /c --ask 127.0.0.1")]
    [InlineData("--http-socket /a --control /b --state /c --ready-fd 2")]
    [InlineData("--http-socket /a --control /b --state /c --connect-timeout-ms 99")]
    [InlineData("--http-socket /a --control /b --state /c --max-header-bytes 1e6")]
    [InlineData("--http-socket /a --control /b --state /c --max-in-flight 0")]
    public void a_command_line_that_is_not_whole_is_refused(string line) =>
        Assert.Equal("edge.start.failed", EdgeOptions.Parse(line.Split(' ')).Error.Code.Name);

    [Fact]
    public void all_faults_are_told_at_once()
    {
        var message = EdgeOptions.Parse("--http-socket a --control /b --state c --max-in-flight 0".Split(' ')).Error.Message;

        Assert.All(["--http-socket", "--state", "--max-in-flight"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
