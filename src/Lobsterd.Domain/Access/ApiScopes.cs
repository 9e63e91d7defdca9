namespace Lobsterd.Domain.Access;

/// <summary>What a caller of the API may do. No scope includes another, but <see cref="Admin"/> all of them.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See tenants, their events, logs and figures.</summary>
    TenantsRead = 1,

    /// <summary>Make, change and remove tenants.</summary>
    TenantsWrite = 2,

    /// <summary>Run commands in guests.</summary>
    Exec = 4,

    /// <summary>Read and set what tenants keep secret: the tokens of their workloads.</summary>
    Secrets = 8,

    /// <summary>See the host: images, kernels, checks, configuration, events that are no tenant's.</summary>
    HostRead = 16,

    /// <summary>Change the host's images and kernels.</summary>
    HostWrite = 32,

    /// <summary>Everything, the API's own tokens and the service itself included.</summary>
    Admin = 64,
}
