using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Layout;

/// <summary>Where everything lies under one root. Pure path arithmetic; nothing here touches a disk.</summary>
public sealed class LobsterdPaths
{
    /// <summary>Longest root in bytes: a Unix socket's path holds 107, and the longest of ours takes 60 below the root.</summary>
    public const int LongestRoot = 47;

    /// <summary>Lays out a root.</summary>
    /// <param name="root">Absolute path; <c>/</c> for the host itself.</param>
    public LobsterdPaths(string root)
    {
        Root = root.Length > 1 ? root.TrimEnd('/') : root;
        Instance = new InstanceId(Root);
    }

    /// <summary>Checks a root and lays it out.</summary>
    /// <param name="root">What a person gave.</param>
    /// <error code="config.root.invalid">It is no plain absolute path, or too long for a socket's path.</error>
    public static Result<LobsterdPaths, LobsterError> Parse(string root)
    {
        if (!Path.IsPathFullyQualified(root) || Path.GetFullPath(root) != (root.Length > 1 ? root.TrimEnd('/') : root))
            return new LobsterError(ConfigErrors.RootInvalid, $"root '{root}' is not a plain absolute path");
        return Encoding.UTF8.GetByteCount(root) > LongestRoot
            ? new LobsterError(
                ConfigErrors.RootInvalid, $"root '{root}' is longer than {LongestRoot} bytes", "a Unix socket's path holds 107; choose a shorter root")
            : new LobsterdPaths(root);
    }

    /// <summary>The root, without trailing slash but for <c>/</c>.</summary>
    public string Root { get; }

    /// <summary>UID range and names of this root.</summary>
    public InstanceId Instance { get; }

    /// <summary>Folder of configuration and registry.</summary>
    public string Etc => Under("etc/lobsterd");

    /// <summary>The configuration.</summary>
    public string Config => Path.Combine(Etc, "config.json");

    /// <summary>The registry.</summary>
    public string Registry => Path.Combine(Etc, "registry.json");

    /// <summary>The API's tokens, hashed; 0600.</summary>
    public string Tokens => Path.Combine(Etc, "tokens.json");

    /// <summary>Where the API listens beside its socket; not there when it does not.</summary>
    public string Buoy => Path.Combine(Etc, "buoy.json");

    /// <summary>The key that tenants' secrets are sealed under, 0600.</summary>
    public string SecretsKey => Path.Combine(Etc, "secrets.key");

    /// <summary>Folder of all data; one file system.</summary>
    public string State => Under("var/lib/lobsterd");

    /// <summary>Tenants' sealed secrets, 0700.</summary>
    public string Secrets => Path.Combine(State, "secrets");

    /// <summary>What guests proved when they got their identity: JSON lines, 0600.</summary>
    public string Attestations => Path.Combine(State, "attestations.jsonl");

    /// <summary>Images by content hash.</summary>
    public string Images => Path.Combine(State, "images");

    /// <summary>Distribution packages that image builds keep, so that they can be repeated without a network.</summary>
    public string ImageCache => Path.Combine(State, "image-cache");

    /// <summary>Kernels and their initramfs by content hash.</summary>
    public string Kernels => Path.Combine(State, "kernels");

    /// <summary>Pre-made empty disks that overlays start from.</summary>
    public string EmptyDisks => Path.Combine(State, "empty");

    /// <summary>A folder for each template.</summary>
    public string Templates => Path.Combine(State, "templates");

    /// <summary>A folder for each tenant.</summary>
    public string Tenants => Path.Combine(State, "tenants");

    /// <summary>Copies of tenants' disks: a folder for each tenant's id, in it one for each copy.</summary>
    public string Snaps => Path.Combine(State, "snaps");

    /// <summary>Releases of Firecracker that <c>init</c> installed, by version.</summary>
    public string Firecrackers => Path.Combine(State, "firecracker");

    /// <summary>Jail roots.</summary>
    public string Jails => Path.Combine(State, "jailer");

    /// <summary>Event and workload logs.</summary>
    public string Logs => Path.Combine(State, "log");

    /// <summary>The audit log: segments of JSON lines, 0600.</summary>
    public string EventLog => Path.Combine(Logs, "events");

    /// <summary>The log of a service without systemd; the one before it lies beside it, with <c>.1</c> behind its name.</summary>
    public string ServiceLog => Path.Combine(Logs, "service.log");

    /// <summary>The edge's own folder, owned by its UID: the table it keeps.</summary>
    public string EdgeState => Path.Combine(State, "edge");

    /// <summary>Our own Caddy's folder, owned by its UID: certificates.</summary>
    public string CaddyState => Path.Combine(State, "caddy");

    /// <summary>Sockets, pid files, serial logs, journals; gone after a reboot.</summary>
    public string Run => Under("run/lobsterd");

    /// <summary>The service's API socket, 0600.</summary>
    public string ServiceSocket => Path.Combine(Run, "service.sock");

    /// <summary>Journals of sagas that run.</summary>
    public string Journal => Path.Combine(Run, "journal");

    /// <summary>What the host's forwarding was before lobsterd switched it on.</summary>
    public string ForwardingBefore => Path.Combine(Run, "forwarding.json");

    /// <summary>A folder for each VM that runs.</summary>
    public string Vms => Path.Combine(Run, "vm");

    /// <summary>A folder for each VMM that waits for a tenant, by its seat.</summary>
    public string Seats => Path.Combine(Run, "seat");

    /// <summary>The edge's folder: its sockets; owned by its UID, group of Caddy, 0710.</summary>
    public string EdgeRun => Path.Combine(Run, "edge");

    /// <summary>Where the edge takes requests from Caddy.</summary>
    public string EdgeHttpSocket => Path.Combine(EdgeRun, "http.sock");

    /// <summary>Where the edge takes its table from the service; root only.</summary>
    public string EdgeControlSocket => Path.Combine(EdgeRun, "control.sock");

    /// <summary>Our own Caddy's folder: its admin socket; owned by its UID, 0700.</summary>
    public string CaddyRun => Path.Combine(Run, "caddy");

    /// <summary>Our own Caddy's admin socket.</summary>
    public string CaddyAdminSocket => Path.Combine(CaddyRun, "admin.sock");

    /// <summary>Where <c>up</c> installs the binaries; the same for every root.</summary>
    public static string Binaries => "/usr/local/lib/lobsterd";

    /// <summary>A tenant's folder: <c>overlay.ext4</c>, <c>suspended/</c>.</summary>
    public string TenantOf(TenantName name) => Path.Combine(Tenants, name.Value);

    /// <summary>A tenant's disk.</summary>
    public string OverlayOf(TenantName name) => Path.Combine(TenantOf(name), "overlay.ext4");

    /// <summary>What a sleeping tenant wakes from.</summary>
    public string SuspendedOf(TenantName name) => Path.Combine(TenantOf(name), "suspended");

    /// <summary>What copies of a tenant are made from, while they are made.</summary>
    public string ForkOf(TenantName name) => Path.Combine(TenantOf(name), "fork");

    /// <summary>A tenant's folder of run-time files while its VM runs: pid file, control socket, serial log.</summary>
    public string VmOf(TenantName name) => Path.Combine(Vms, name.Value);

    /// <summary>The run-time files of a VMM that waits; they become those of its tenant.</summary>
    public string VmOf(Hypervisors.Seat seat) => Path.Combine(Seats, seat.ToString());

    /// <summary>A tenant's sealed secrets; by its id, so that another one of its name has none of them.</summary>
    public string SecretsOf(Guid tenant) => Path.Combine(Secrets, $"{tenant}.json");

    private string Under(string relative) => Path.Combine(Root, relative);
}
