namespace Lobsterd.Domain.Config;

/// <summary>Where Caddy's certificates come from.</summary>
public enum TlsMode
{
    /// <summary>Plain HTTP.</summary>
    Off,

    /// <summary>Caddy's own local authority.</summary>
    Internal,

    /// <summary>Certificate and key files.</summary>
    Files,

    /// <summary>A public authority, one certificate per tenant when first asked for; the edge says who exists.</summary>
    OnDemand,
}
