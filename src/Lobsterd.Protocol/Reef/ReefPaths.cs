namespace Lobsterd.Protocol.Reef;

/// <summary>The API's paths.</summary>
public static class ReefPaths
{
    /// <summary>What every path starts with.</summary>
    public const string Version1 = "/v1";

    /// <summary>Whether the service is well.</summary>
    public const string Health = "/v1/health";

    /// <summary>Which service this is.</summary>
    public const string Version = "/v1/version";

    /// <summary>The tenants.</summary>
    public const string Tenants = "/v1/tenants";

    /// <summary>The operations.</summary>
    public const string Operations = "/v1/operations";

    /// <summary>The event stream.</summary>
    public const string Events = "/v1/events";

    /// <summary>Figures of the service, the host and the tenants, for Prometheus.</summary>
    public const string Metrics = "/v1/metrics";

    /// <summary>What every tenant costs and does.</summary>
    public const string Stats = "/v1/stats";

    /// <summary>What all workloads write.</summary>
    public const string Logs = "/v1/logs";

    /// <summary>The images.</summary>
    public const string Images = "/v1/images";

    /// <summary>The kernels.</summary>
    public const string Kernels = "/v1/kernels";

    /// <summary>The API's own tokens.</summary>
    public const string Tokens = "/v1/tokens";

    /// <summary>Where the API listens beside its socket.</summary>
    public const string Buoy = "/v1/buoy";

    /// <summary>The API's description.</summary>
    public const string Document = "/v1/openapi.json";

    /// <summary>The API's description as a page.</summary>
    public const string Reference = "/v1/reference";
    /// <summary>The templates.</summary>
    public const string Templates = "/v1/templates";

    /// <summary>The snaps of all tenants.</summary>
    public const string Snaps = "/v1/snaps";

    /// <summary>The configuration in force.</summary>
    public const string Config = "/v1/config";

    /// <summary>The host's checks.</summary>
    public const string Doctor = "/v1/doctor";

    /// <summary>Changes those of the host's settings that are unsafe and safe to change.</summary>
    public const string DoctorFix = "/v1/doctor/fix";

    /// <summary>Checks and repairs the host and its tenants.</summary>
    public const string Molt = "/v1/molt";

    /// <summary>How tenants stand in the watchdog's eyes.</summary>
    public const string Watch = "/v1/watch";

    /// <summary>What waking each sleeper would come to with the hypervisor at hand.</summary>
    public const string UpgradePlan = "/v1/upgrade-plan";

    /// <summary>Prepares the host.</summary>
    public const string Init = "/v1/init";

    /// <summary>Clears the host.</summary>
    public const string Uninit = "/v1/uninit";

    /// <summary>Stops the service; tenants run on.</summary>
    public const string Stop = "/v1/stop";

    /// <summary>The media type of an event stream.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>The media type of a problem.</summary>
    public const string Problem = "application/problem+json";

    /// <summary>The header that joins a repeated command to the first one; 1 to 128 printable ASCII characters.</summary>
    public const string IdempotencyKey = "Idempotency-Key";
}
