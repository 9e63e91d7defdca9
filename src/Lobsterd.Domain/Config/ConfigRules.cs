using Lobsterd.Domain.Network;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Domain.Config;

/// <summary>The rules that span several values, or that a range cannot say.</summary>
internal static class ConfigRules
{
    private const long Mebibyte = 1L << 20;

    internal static IEnumerable<string> FaultsOf(LobsterdConfig config)
    {
        if (config.Caddy.Tls == TlsMode.Files)
        {
            if (config.Caddy.CertificateFile is null) yield return "$.caddy.certificateFile: null, expected a path since tls is files";
            if (config.Caddy.KeyFile is null) yield return "$.caddy.keyFile: null, expected a path since tls is files";
        }

        if (config.Overlay.SizeBytes % Mebibyte != 0)
            yield return $"$.overlay.sizeBytes: {config.Overlay.SizeBytes}, expected whole MiB (a multiple of {Mebibyte})";

        foreach (var (name, provider) in config.Providers)
            if (provider.Secret.Length == 0 || provider.Model.Length == 0) yield return $"$.providers.{name}: incomplete, expected secret and model";

        foreach (var (name, schedule) in config.Snap.Schedules)
            if (SnapSchedule.Read(schedule).TryGetError(out var fault)) yield return $"$.snap.schedules.{name}.{fault}";

        foreach (var (name, workload) in config.Workloads)
            foreach (var fault in WorkloadRules.FaultsOf(workload)) yield return $"$.workloads.{name}.{fault}";

        foreach (var (name, workload) in config.Workloads)
            if (workload.Port is ControlAddress.ControlPort or ControlAddress.HealthPort)
                yield return $"$.workloads.{name}.port: {workload.Port}, expected any port but the agent's 52 and 53";
    }
}
