using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The API over TCP, on a service as it is shipped.</summary>
public sealed class BuoyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_api_is_on_tcp_when_it_is_enabled_and_for_those_with_a_token()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        using var client = Client(stand, "http://127.0.0.1:7070");
        _ = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(ReefPaths.Health, Stop));

        Assert.Contains("off", await SucceedAsync(stand, "buoy"), StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:7070", await SucceedAsync(stand, "buoy", "enable"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ReefPaths.Health, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(ReefPaths.Tenants, Stop)).StatusCode);

        var token = (await SucceedAsync(stand, "tokens", "create", "ci", "--scope", "tenants:read,tenants:write", "--expires", "30d")).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (var spawn = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = new StringContent("""{"name":"alice"}""", MediaTypeHeaderValue.Parse("application/json")) })
        {
            spawn.Headers.Add("Prefer", "wait=60");
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(spawn, Stop)).StatusCode);
        }

        Assert.Contains("alice", await client.GetStringAsync(ReefPaths.Tenants, Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"{ReefPaths.Tenants}/alice/token", Stop)).StatusCode);
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(stand.Paths.Tokens, Stop), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stand.Paths.Tokens));

        // A service that was killed opens the same doors to the same callers.
        await stand.KillAsync();
        await stand.StartAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ReefPaths.Tenants, Stop)).StatusCode);
        using (var list = JsonDocument.Parse(await SucceedAsync(stand, "tokens", "ls", "--json")))
            Assert.NotEqual(JsonValueKind.Null, list.RootElement.GetProperty("tokens")[0].GetProperty("lastUsedAt").ValueKind);

        _ = await SucceedAsync(stand, "tokens", "revoke", "ci");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(ReefPaths.Tenants, Stop)).StatusCode);
        _ = await SucceedAsync(stand, "buoy", "disable");
        _ = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(ReefPaths.Health, Stop));
    }

    [Fact]
    public async Task beyond_loopback_the_api_wants_tls_and_takes_a_renewed_certificate()
    {
        using var scratch = new ScratchFolder();
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var first = await WriteCertificateAsync(scratch);

        Assert.Equal(2, (await stand.CliAsync(["buoy", "enable", "--host", "0.0.0.0"], Stop)).Status.Code);
        _ = await SucceedAsync(stand, "buoy", "enable", "--host", "0.0.0.0", "--port", "7443", "--certificate", scratch["reef.pem"], "--key", scratch["reef.key"]);
        Assert.Equal(first, await PresentedAsync(stand));

        var second = await WriteCertificateAsync(scratch);
        Assert.Equal(second, await PresentedAsync(stand));

        // A port that is taken leaves the door where it was.
        Assert.Equal(5, (await stand.CliAsync(["buoy", "enable", "--port", "8080"], Stop)).Status.Code);
        Assert.Equal(second, await PresentedAsync(stand));
    }

    [Fact]
    public async Task a_browser_shows_the_apis_page_without_a_word_of_complaint()
    {
        // The stand's network leads nowhere, so whatever the page wants from elsewhere fails and is told on the console.
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = await SucceedAsync(stand, "buoy", "enable");
        await using var page = await BrowserPage.OpenAsync(stand, Stop);

        await page.GoAsync($"http://127.0.0.1:7070{ReefPaths.Reference}/", Stop);
        await page.SeeAsync("Why not, by RFC 9457", Stop);

        Assert.Empty(page.Complaints);
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var result = await stand.CliAsync(arguments, Stop);
        Assert.True(result.Status.IsSuccess, $"lobsterd {string.Join(' ', arguments)}: {result.Status}: {result.Errors}");
        return result.Output;
    }

    private static HttpClient Client(ServiceStand stand, string url) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(stand, context.DnsEndPoint.Port, cancellationToken),
    })
    { BaseAddress = new Uri(url) };

    private static async ValueTask<Stream> ConnectAsync(ServiceStand stand, int port, CancellationToken cancellationToken) =>
        new NetworkStream(await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken), ownsSocket: true);

    private static async Task<string> PresentedAsync(ServiceStand stand)
    {
        string? seen = null;
        await using var tls = new SslStream(await ConnectAsync(stand, 7443, Stop));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "reef",
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    seen = certificate!.GetCertHashString();
                    return certificate.Subject == "CN=reef";
                },
            },
            Stop);
        return seen!;
    }

    private static async Task<string> WriteCertificateAsync(ScratchFolder scratch)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=reef", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(scratch["reef.key"], key.ExportPkcs8PrivateKeyPem(), Stop);
        await File.WriteAllTextAsync(scratch["reef.pem"], certificate.ExportCertificatePem(), Stop);
        return certificate.GetCertHashString();
    }
}
