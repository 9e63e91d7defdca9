namespace Lobsterd.Guest.Gateway;

/// <summary>What <c>/</c> answers.</summary>
/// <param name="Tenant">Whose gateway it is.</param>
/// <param name="Instance">16 random bytes in hexadecimal, drawn when it began to serve its tenant: no two have the same, also where both were one template's.</param>
/// <param name="UptimeMs">Since it began to serve its tenant.</param>
/// <param name="Requests">How many requests <c>/</c> has answered, this one included.</param>
internal sealed record GatewayReport(string Tenant, string Instance, long UptimeMs, long Requests);
