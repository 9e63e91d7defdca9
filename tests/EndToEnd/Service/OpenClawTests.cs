using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Config;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The workload <c>openclaw</c> as an operator has it: its image is built of what apt and npm of this host have, a tenant runs it in a VM, and its gateway answers
/// on the tenant's URL to whoever has the tenant's token. Needs their network.</summary>
/// <remarks>OpenClaw itself gives a thread of its own five seconds to start, which an emulated processor does not keep: it ends with "state lease heartbeat did not become ready".
/// So it is shown where there is KVM; and everywhere a small gateway of the same image's Node, with the same token, key and port, in its place.</remarks>
[Trait("Speed", "Proof")]
[Long]
public sealed class OpenClawTests(ITestOutputHelper output) : IDisposable
{
    private const string Key = "sk-planted-71d0c3e5";

    // A page for everybody; whoever wants something done needs the token.
    private const string SmallGateway = """
        import { createServer } from 'node:http';
        import { createHash, timingSafeEqual } from 'node:crypto';
        const sum = text => createHash('sha256').update(text).digest();
        const token = sum('Bearer ' + process.env.OPENCLAW_GATEWAY_TOKEN);
        createServer((request, answer) => {
          if (request.method === 'GET') return answer.end(`in place of OpenClaw: Node ${process.version}`);
          answer.statusCode = timingSafeEqual(sum(request.headers.authorization ?? ''), token) ? 200 : 401;
          answer.end();
        }).listen(Number(process.argv[2]), '0.0.0.0');
        """;

    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan LongestSpawn = TimeSpan.FromMinutes(11);

    private readonly ScratchFolder scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task its_gateway_answers_on_the_tenants_url_and_the_providers_key_is_in_the_guest_alone()
    {
        if (!Virtualization.Probe().HasKvm) Assert.Skip("needs KVM with vmx/svm");
        await ShowAsync("{}");
    }

    [Fact]
    public async Task a_small_gateway_of_its_node_answers_in_its_place_and_the_providers_key_is_in_the_guest_alone() =>
        await ShowAsync(new JsonObject
        {
            ["workloads"] = new JsonObject
            {
                ["openclaw"] = new JsonObject
                {
                    ["command"] = new JsonArray("node", "/home/tenant/small-gateway.mjs", "{port}"),
                    ["readyTimeoutMs"] = 300_000,
                    ["environment"] = new JsonObject { ["OPENCLAW_GATEWAY_TOKEN"] = "{gatewayToken}" },
                    ["secrets"] = new JsonObject { ["ANTHROPIC_API_KEY"] = "environment" },
                    ["files"] = new JsonObject { ["/home/tenant/small-gateway.mjs"] = new JsonObject { ["content"] = SmallGateway } },
                },
            },
        }.ToJsonString());

    private async Task ShowAsync(string config)
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, config);
        var built = await BuildOverTheNetworkAsync(stand);
        var again = await TimedAsync("the same image again, of what is kept", () => SucceedAsync(stand, "lobsterd image build openclaw", LongestBuild));
        Assert.Contains("nothing has changed", again, StringComparison.Ordinal);

        await File.WriteAllTextAsync(scratch["key"], Key, Stop);
        _ = await TimedAsync("spawned, with the gateway's port open", () => SucceedAsync(
            stand, $"lobsterd spawn alice --image openclaw --workload openclaw --vcpus 2 --secret ANTHROPIC_API_KEY={scratch["key"]}", LongestSpawn));
        var alice = Assert.Single(await stand.Reef.ListAsync(Stop));
        Assert.Equal(("running", built), (alice.State, alice.ImageHash));

        await TheGatewayKnowsItsTokenAsync(stand, alice.Url);

        var guest = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep ^ANTHROPIC_API_KEY= | sort -u"], Stop);
        Assert.Equal($"ANTHROPIC_API_KEY={Key}", guest.Text);
        await TheHostHasNoKeyAsync(stand);
    }

    // The stand has a network of its own, which leads nowhere: so the first build is made for it in this process, over that of the host.
    private async Task<string> BuildOverTheNetworkAsync(ServiceStand stand)
    {
        var guest = new GuestBinary(Path.Combine(stand.Binaries, "lobsterd-guest"));
        using var http = OuterNetwork.Handler();
        using var kernels = new KernelStore(stand.Paths, guest, new ProgramRunner(TimeProvider.System));
        using var store = new ImageStore(
            stand.Paths,
            new ImagesConfig { Recipes = Path.Combine(stand.Binaries, "images") },
            kernels,
            new ImageTools(guest, new BuildPrograms { Unshare = OuterNetwork.WriteScript(scratch["unshare"], "/usr/bin/unshare") }, TimeProvider.System) { Http = http });
        var image = await TimedAsync("the image, of what apt and npm have", () => store.BuildAsync("openclaw", new Stages(output), Stop));
        Assert.True(image.IsSuccess, image.IsFailure ? image.Error.FullMessage : "");
        output.WriteLine($"it has {image.Value.SizeBytes >> 20} MiB");
        return image.Value.Hash;
    }

    // Its port is open before all of it has been loaded; until then it says that it is unavailable.
    private static async Task TheGatewayKnowsItsTokenAsync(ServiceStand stand, string url)
    {
        Assert.Contains("OpenClaw", await stand.Web.GetStringAsync(url, Stop), StringComparison.Ordinal);
        var token = await stand.Reef.TokenAsync("alice", Stop);
        var code = HttpStatusCode.ServiceUnavailable;
        while (code == HttpStatusCode.ServiceUnavailable)
        {
            code = await AskAsync(token);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Stop);
        }

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("not-the-token"));

        async Task<HttpStatusCode> AskAsync(string bearer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url + "tools/invoke")
            {
                Content = new StringContent("""{"tool":"sessions_list","args":{}}""", Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
            };
            using var answer = await stand.Web.SendAsync(request, Stop);
            return answer.StatusCode;
        }
    }

    // Everything of lobsterd's: configuration, registry, journals, sockets' folders, logs, events, kept secrets (which are encrypted), what the VMM has beside its guest, and the guest's
    // disk; the service's log lies beside. Not looked at is the VM's memory, which is the guest itself and lies in no file, and the operator's own file that the key came from.
    private static async Task TheHostHasNoKeyAsync(ServiceStand stand)
    {
        var planted = new PlantedText(Key);
        Assert.Empty(planted.FilesIn(Path.GetDirectoryName(stand.Paths.Root)!));
        Assert.Empty(planted.CommandLines());
        Assert.Empty(planted.Environments());
        var told = await SucceedAsync(stand, "lobsterd secrets ls alice --json; lobsterd inspect alice --json; lobsterd logs alice; lobsterd tank --json");
        Assert.Contains("ANTHROPIC_API_KEY", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, told + stand.Log, StringComparison.Ordinal);
    }

    private async Task<T> TimedAsync<T>(string what, Func<Task<T>> act)
    {
        var began = TimeProvider.System.GetTimestamp();
        var done = await act();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s"));
        return done;
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, string line, TimeSpan? within = null)
    {
        var result = await stand.ShellAsync(line, Stop, within);
        Assert.True(result.Status.IsSuccess, $"{line}: {result.Status}: {result.Errors}");
        return result.Output + result.Errors;
    }

    private sealed class Stages(ITestOutputHelper output) : IProgress<string>
    {
        public void Report(string value) => output.WriteLine(value);
    }
}
