using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lobsterd.Domain.Config;
using Lobsterd.Host.Caddy;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Host.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Caddy;

/// <summary>The Caddy that lobsterd runs itself.</summary>
public sealed class OwnCaddyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_has_a_user_of_its_own_no_capability_and_no_admin_port()
    {
        await using var stand = await EdgeStand.StartAsync();
        var status = await StatusAsync(stand.CaddyPid);
        var uid = stand.Paths.Instance.CaddyUid.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(string.Join('\t', Enumerable.Repeat(uid, 4)), status["Uid:"]);
        Assert.Equal("0000000000000000", status["CapEff:"]);
        Assert.Equal("1", status["NoNewPrivs:"]);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(2019));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(stand.Paths.CaddyRun));
    }

    [Fact]
    public async Task it_may_listen_on_privileged_ports_only_when_it_has_to()
    {
        await using var stand = await EdgeStand.StartAsync(config => config with { Caddy = config.Caddy with { Listen = ["127.0.0.1:81"] } });
        using var client = new HttpClient();
        using var response = await client.GetAsync("http://127.0.0.1:81/", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("0000000000000400", (await StatusAsync(stand.CaddyPid))["CapEff:"]);
    }

    [Fact]
    public async Task by_default_it_listens_on_both_loopbacks()
    {
        var document = new CaddyDocument("lobster.localhost", new CaddyConfig(), "/edge.sock", new IPEndPoint(IPAddress.Loopback, 8079), hasIpv6Loopback: true);
        Assert.Equal(["127.0.0.1:8080", "[::1]:8080"], document.Listen);
        await using var stand = await EdgeStand.StartAsync(config => config with { Caddy = config.Caddy with { Listen = [] } });

        foreach (var address in (string[])["127.0.0.1", "[::1]"])
        {
            using var client = new HttpClient();
            using var response = await client.GetAsync($"http://{address}:8080/", Token);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task killed_it_comes_back_and_serves()
    {
        await using var stand = await EdgeStand.StartAsync();
        await using var guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);
        EdgeStand.Kill(stand.CaddyPid);

        await EdgeStand.UntilAsync(
            async () =>
            {
                try
                {
                    using var client = stand.NewClient();
                    using var response = await client.GetAsync(stand.Url("alice"), Token);
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "Caddy serves again");
    }

    [Fact]
    public async Task killed_without_a_service_it_is_started_and_told_by_the_next_one()
    {
        await using var stand = await EdgeStand.StartAsync();
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.CaddyPid);
        stand.NewService();

        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.True(await stand.Control.HasCaddyServerAsync(Token));
    }

    [Fact]
    public async Task an_address_that_is_taken_is_said()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var taken = ((IPEndPoint)other.LocalEndPoint!).Port;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => EdgeStand.StartAsync(config => config with { Caddy = config.Caddy with { Listen = [$"127.0.0.1:{taken}"] } }));

        Assert.Contains("address already in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_caddy_that_is_not_installed_is_said()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => EdgeStand.StartAsync(config => config with { Caddy = config.Caddy with { Program = "/nowhere/caddy" } }));

        Assert.Contains("/nowhere/caddy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task its_own_authority_signs_every_tenants_name()
    {
        await using var stand = await StartTlsAsync(TlsMode.Internal);
        await using var guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);

        // Caddy makes its authority and the first certificate behind the answer to who gave it the configuration.
        X509Certificate2? certificate = null;
        Assert.True(await Eventually.HoldsAsync(async () => (certificate = await TryHandshakeAsync(stand.Port, "alice.lobster.localhost")) is not null, Token));

        Assert.Contains("*.lobster.localhost", NamesOf(certificate!), StringComparison.Ordinal);
        Assert.Contains("Caddy Local Authority", certificate!.Issuer, StringComparison.Ordinal);
        Assert.Equal("https", await ForwardedProtoAsync(stand));
    }

    [Fact]
    public async Task certificate_files_are_used_as_they_are()
    {
        using var folder = new ScratchFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_001_001);
        var (certificateFile, keyFile) = WriteCertificate(folder.Path);
        await using var stand = await StartTlsAsync(TlsMode.Files, config => config with { CertificateFile = certificateFile, KeyFile = keyFile });

        var certificate = await HandshakeAsync(stand.Port, "alice.lobster.localhost");

        Assert.Equal("CN=test of lobsterd", certificate.Subject);
    }

    [Fact]
    public async Task plain_requests_are_sent_to_tls_where_both_are_listened_on()
    {
        await using var stand = await EdgeStand.StartAsync(config => config with
        {
            Caddy = config.Caddy with { Tls = TlsMode.Internal, Listen = ["127.0.0.1:80", $"127.0.0.1:{EdgeStand.FreePort()}"] },
        });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/a?b=c");
        request.Headers.Host = "alice.lobster.localhost";
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("https://alice.lobster.localhost/a?b=c", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task on_demand_the_edge_says_whose_names_may_have_certificates()
    {
        var askPort = EdgeStand.FreePort();
        await using var stand = await StartTlsAsync(TlsMode.OnDemand, config => config with { AskPort = askPort });
        await using var guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await AskAsync("/ask?domain=alice.lobster.localhost"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("/ask?domain=nobody.lobster.localhost"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("/ask"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("/?domain=alice.lobster.localhost", "alice.lobster.localhost"));

        // Caddy asks in the midst of the handshake, and refuses it without trying to get a certificate.
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(stand.Port, "nobody.lobster.localhost"));
        var log = await File.ReadAllTextAsync(Path.Combine(stand.Paths.CaddyState, "caddy.log"), Token);
        Assert.DoesNotContain("obtaining new certificate", log, StringComparison.Ordinal);

        async Task<HttpStatusCode> AskAsync(string target, string? host = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{askPort}{target}");
            request.Headers.Host = host;
            using var response = await client.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    private static Task<EdgeStand> StartTlsAsync(TlsMode tls, Func<CaddyConfig, CaddyConfig>? configure = null) =>
        EdgeStand.StartAsync(config => config with { Caddy = (configure ?? (same => same))(config.Caddy with { Tls = tls }) });

    private static async Task<Dictionary<string, string>> StatusAsync(int pid) =>
        (await File.ReadAllLinesAsync($"/proc/{pid}/status", Token))
            .Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Token);
        return socket;
    }

    private static async Task<X509Certificate2?> TryHandshakeAsync(int port, string name)
    {
        try
        {
            return await HandshakeAsync(port, name);
        }
        catch (AuthenticationException)
        {
            return null;
        }
    }

    private static async Task<X509Certificate2> HandshakeAsync(int port, string name)
    {
        using var socket = await ConnectAsync(port);
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = name, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, Token);
        return new X509Certificate2(tls.RemoteCertificate!);
    }

    private static async Task<string> ForwardedProtoAsync(EdgeStand stand)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, _) => new NetworkStream(await ConnectAsync(stand.Port), ownsSocket: true),
        });
        var who = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync($"https://alice.lobster.localhost:{stand.Port}/", Token))!;
        return who["headers"]!["X-Forwarded-Proto"]!.GetValue<string>();
    }

    private static string NamesOf(X509Certificate2 certificate) =>
        string.Join(' ', certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()));

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test of lobsterd", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.lobster.localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var files = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
