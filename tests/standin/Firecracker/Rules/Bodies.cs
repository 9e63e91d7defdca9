using static Lobsterd.Standin.Firecracker.Rules.FieldType;
using static Lobsterd.Standin.Firecracker.Rules.Need;

namespace Lobsterd.Standin.Firecracker.Rules;

/// <summary>The rule table: every body of the API, version 1.16.1.</summary>
internal static class Bodies
{
    internal static readonly BodyRule TokenBucket = new("TokenBucketConfig",
        [new("size", U64, Required), new("one_time_burst", U64, Optional), new("refill_time", U64, Required)]);

    internal static readonly BodyRule RateLimiter = new("RateLimiterConfig",
        [new("bandwidth", Of(TokenBucket), Optional), new("ops", Of(TokenBucket), Optional)]);

    internal static readonly BodyRule MachineConfig = new("MachineConfig",
    [
        new("vcpu_count", U8, Required), new("mem_size_mib", Size, Required), new("smt", Bool, Defaulted, false),
        new("cpu_template", OneOf("C3", "T2", "T2S", "None", "T2CL", "T2A", "V1N1"), Optional), new("track_dirty_pages", Bool, Defaulted, false),
        new("huge_pages", OneOf("None", "2M"), Defaulted, "None"),
    ]);

    internal static readonly BodyRule MachineConfigUpdate = new("MachineConfigUpdate", [.. MachineConfig.Fields.Select(field => field with { Need = Optional })]);

    internal static readonly BodyRule BootSource = new("BootSourceConfig",
        [new("kernel_image_path", Text, Required), new("initrd_path", Text, Optional), new("boot_args", Text, Optional)]);

    internal static readonly BodyRule Drive = new("BlockDeviceConfig",
    [
        new("drive_id", Text, Required), new("partuuid", Text, Optional), new("is_root_device", Bool, Required),
        new("cache_type", OneOf("Unsafe", "Writeback"), Defaulted, "Unsafe"), new("is_read_only", Bool, Optional), new("path_on_host", Text, Optional),
        new("rate_limiter", Of(RateLimiter), Optional), new("io_engine", OneOf("Sync", "Async"), Optional), new("socket", Text, Optional),
    ]);

    internal static readonly BodyRule DriveUpdate = new("BlockDeviceUpdateConfig",
        [new("drive_id", Text, Required), new("path_on_host", Text, Optional), new("rate_limiter", Of(RateLimiter), Optional)]);

    internal static readonly BodyRule NetworkInterface = new("NetworkInterfaceConfig",
    [
        new("iface_id", Text, Required), new("host_dev_name", Text, Required), new("guest_mac", Text, Optional), new("mtu", U16, Optional),
        new("rx_rate_limiter", Of(RateLimiter), Optional), new("tx_rate_limiter", Of(RateLimiter), Optional),
    ]);

    internal static readonly BodyRule NetworkInterfaceUpdate = new("NetworkInterfaceUpdateConfig",
        [new("iface_id", Text, Required), new("rx_rate_limiter", Of(RateLimiter), Optional), new("tx_rate_limiter", Of(RateLimiter), Optional)]);

    internal static readonly BodyRule Balloon = new("BalloonDeviceConfig",
    [
        new("amount_mib", U32, Required), new("deflate_on_oom", Bool, Required), new("stats_polling_interval_s", U16, Defaulted, 0),
        new("free_page_hinting", Bool, Defaulted, false), new("free_page_reporting", Bool, Defaulted, false),
    ]);

    internal static readonly BodyRule BalloonUpdate = new("BalloonUpdateConfig", [new("amount_mib", U32, Required)]);

    internal static readonly BodyRule BalloonStatistics = new("BalloonUpdateStatsConfig", [new("stats_polling_interval_s", U16, Required)]);

    internal static readonly BodyRule Vsock = new("VsockDeviceConfig",
        [new("vsock_id", Text, Optional), new("guest_cid", U32, Required), new("uds_path", Text, Required)]);

    internal static readonly BodyRule MmdsConfig = new("MmdsConfig",
    [
        new("version", OneOf("V1", "V2"), Defaulted, "V1"), new("network_interfaces", ListOf(Text), Required), new("ipv4_address", Text, Optional),
        new("imds_compat", Bool, Defaulted, false),
    ]);

    internal static readonly BodyRule Entropy = new("EntropyDeviceConfig", [new("rate_limiter", Of(RateLimiter), Optional)]);

    internal static readonly BodyRule Serial = new("SerialConfig", [new("serial_out_path", Text, Optional), new("rate_limiter", Of(TokenBucket), Optional)]);

    internal static readonly BodyRule Logger = new("LoggerConfig",
    [
        new("log_path", Text, Optional), new("level", OneOf("Off", "Trace", "Debug", "Info", "Warn", "Warning", "Error"), Optional), new("show_level", Bool, Optional),
        new("show_log_origin", Bool, Optional), new("module", Text, Optional),
    ]);

    internal static readonly BodyRule Metrics = new("MetricsConfig", [new("metrics_path", Text, Required)]);

    internal static readonly BodyRule Pmem = new("PmemConfig",
    [
        new("id", Text, Required), new("path_on_host", Text, Required), new("root_device", Bool, Defaulted, false), new("read_only", Bool, Defaulted, false),
        new("rate_limiter", Of(RateLimiter), Optional),
    ]);

    internal static readonly BodyRule PmemUpdate = new("PmemUpdateConfig", [new("id", Text, Required), new("rate_limiter", Of(RateLimiter), Optional)]);

    internal static readonly BodyRule MemoryHotplug = new("MemoryHotplugConfig",
        [new("total_size_mib", Size, Required), new("block_size_mib", Size, Defaulted, 2), new("slot_size_mib", Size, Defaulted, 128)]);

    internal static readonly BodyRule MemoryHotplugUpdate = new("MemoryHotplugSizeUpdate", [new("requested_size_mib", Size, Required)]);

    internal static readonly BodyRule CpuConfig = new("CustomCpuTemplate",
    [
        new("kvm_capabilities", ListOf(Text), Defaulted), new("cpuid_modifiers", ListOf(Any), Defaulted), new("msr_modifiers", ListOf(Any), Defaulted),
        new("reg_modifiers", ListOf(Any), Defaulted), new("vcpu_features", ListOf(Any), Defaulted),
    ]);

    internal static readonly BodyRule Action = new("ActionBody", [new("action_type", OneOf("FlushMetrics", "InstanceStart", "SendCtrlAltDel"), Required)]);

    internal static readonly BodyRule VmState = new("Vm", [new("state", OneOf("Paused", "Resumed"), Required)]);

    internal static readonly BodyRule SnapshotCreate = new("CreateSnapshotParams",
        [new("snapshot_type", OneOf("Diff", "Full"), Defaulted, "Full"), new("snapshot_path", Text, Required), new("mem_file_path", Text, Required)]);

    internal static readonly BodyRule MemoryBackend = new("MemBackendConfig", [new("backend_path", Text, Required), new("backend_type", OneOf("File", "Uffd"), Required)]);

    internal static readonly BodyRule NetworkOverride = new("NetworkOverride", [new("iface_id", Text, Required), new("host_dev_name", Text, Required)]);

    internal static readonly BodyRule VsockOverride = new("VsockOverride", [new("uds_path", Text, Required)]);

    internal static readonly BodyRule SnapshotLoad = new("LoadSnapshotConfig",
    [
        new("snapshot_path", Text, Required), new("mem_file_path", Text, Optional), new("mem_backend", Of(MemoryBackend), Optional),
        new("enable_diff_snapshots", Bool, Defaulted, false), new("track_dirty_pages", Bool, Defaulted, false), new("resume_vm", Bool, Defaulted, false),
        new("network_overrides", ListOf(Of(NetworkOverride)), Defaulted), new("vsock_override", Of(VsockOverride), Optional), new("clock_realtime", Bool, Defaulted, false),
    ]);
}
