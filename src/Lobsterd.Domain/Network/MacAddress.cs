namespace Lobsterd.Domain.Network;

/// <summary>The two hardware addresses of every tenant's link. Each TAP is a segment of its own, so constants never meet.</summary>
public static class MacAddress
{
    /// <summary>The host's end of every TAP.</summary>
    public const string Host = "02:6c:00:00:00:01";

    /// <summary>The guest's only interface.</summary>
    public const string Guest = "02:6d:00:00:00:02";
}
