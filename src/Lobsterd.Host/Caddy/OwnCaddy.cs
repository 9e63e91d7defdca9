using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Kept;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Host.Caddy;

/// <summary>How our own Caddy is started: its own user and folders, its admin API on a socket that only root reaches, nothing served until it is
/// told so through that API.</summary>
/// <param name="paths">The root's layout.</param>
/// <param name="config">Its program and TLS mode.</param>
/// <param name="clock">For bounds.</param>
internal sealed class OwnCaddy(LobsterdPaths paths, CaddyConfig config, TimeProvider clock)
{
    private const string Origin = "lobsterd";
    private const int OwnerOnly = 0x1C0;               // 0700
    private const uint ReadableByAll = 0x1A4;          // 0644
    private const int NetBindService = 10;             // linux/capability.h

    /// <summary>Where its admin API listens.</summary>
    public static CaddyAdminAddress AddressOf(LobsterdPaths paths) => new(new UnixDomainSocketEndPoint(paths.CaddyAdminSocket), Origin);

    /// <summary>Its admin API.</summary>
    public CaddyAdmin Admin { get; } =
        new(AddressOf(paths), clock);

    /// <summary>Where its mark lies.</summary>
    public string MarkFile => Path.Combine(paths.Run, "caddy.pid");

    private string ConfigFile => Path.Combine(paths.Run, "caddy.json");

    /// <summary>The program, with the one capability that it needs for the ports that it listens on, or none.</summary>
    /// <param name="listen">The addresses that it will be told to listen on.</param>
    public KeptProgram Listening(IReadOnlyList<string> listen) => new()
    {
        Name = "Caddy",
        Program = config.Program,
        Build = ProgramBuild.OfFile(config.Program),
        Arguments = ["run", "--config", ConfigFile],
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = paths.CaddyState,
            ["XDG_DATA_HOME"] = paths.CaddyState,
            ["XDG_CONFIG_HOME"] = paths.CaddyState,
        },
        UserId = paths.Instance.CaddyUid,
        Capabilities = listen.Any(IsPrivileged) ? [NetBindService] : [],
        MarkFile = MarkFile,
        LogFile = Path.Combine(paths.Logs, "caddy.log"),
        Prepare = Prepare,
        Readiness = new Readiness.Answered(Admin.AnswersAsync),
    };

    /// <summary>Removes what it was started with; nothing there is fine.</summary>
    public void Forget() => File.Delete(ConfigFile);

    private UnitResult<LobsterError> Prepare()
    {
        var uid = paths.Instance.CaddyUid;
        return Folder.Ensure(paths.CaddyState, OwnerOnly, uid, uid)
            .Bind(() => Folder.Ensure(paths.CaddyRun, OwnerOnly, uid, uid))
            .Bind(() => DurableFile.Replace(ConfigFile, Encoding.UTF8.GetBytes(Configuration.ToJsonString()), ReadableByAll));
    }

    private JsonObject Configuration
    {
        get
        {
            var configuration = new JsonObject
            {
                ["admin"] = new JsonObject
                {
                    ["listen"] = $"unix/{paths.CaddyAdminSocket}",
                    ["origins"] = new JsonArray(Origin),
                    ["config"] = new JsonObject { ["persist"] = false },
                },
                ["storage"] = new JsonObject { ["module"] = "file_system", ["root"] = paths.CaddyState },
                ["logging"] = new JsonObject { ["logs"] = new JsonObject { ["default"] = Log } },
            };

            // Its authority must not put itself into the host's trust store.
            if (config.Tls == TlsMode.Internal)
                configuration["apps"] = new JsonObject
                {
                    ["pki"] = new JsonObject
                    {
                        ["certificate_authorities"] = new JsonObject { ["local"] = new JsonObject { ["install_trust"] = false } },
                    },
                };
            return configuration;
        }
    }

    // Rolled by Caddy itself, so bounded: three files of a few mebibytes.
    private JsonObject Log => new()
    {
        ["level"] = "INFO",
        ["writer"] = new JsonObject
        {
            ["output"] = "file",
            ["filename"] = Path.Combine(paths.CaddyState, "caddy.log"),
            ["roll_size_mb"] = 4,
            ["roll_keep"] = 2,
        },
    };

    private static bool IsPrivileged(string address) =>
        int.TryParse(address[(address.LastIndexOf(':') + 1)..], out var port) && port < UnprivilegedPorts.First;
}
