namespace Lobsterd.Guest.Gateway;

/// <summary>What <c>/</c> answers.</summary>
/// <param name="Tenant">Whose gateway it is.</param>
/// <param name="UptimeMs">Since it was started.</param>
/// <param name="Requests">How many requests <c>/</c> has answered, this one included.</param>
internal sealed record GatewayReport(string Tenant, long UptimeMs, long Requests);
