using System.Globalization;

namespace Lobsterd.Guest.Gateway;

/// <summary>What the gateway is told by its environment.</summary>
/// <param name="Tenant">Whose gateway it is: <c>LOBSTER_TENANT</c>.</param>
/// <param name="Token">What all but the first page ask for: <c>LOBSTER_GATEWAY_TOKEN</c>.</param>
/// <param name="Port">Where it listens: <c>PORT</c>.</param>
/// <param name="Home">Where its counter on the disk lies: <c>HOME</c>.</param>
/// <param name="CounterFile">Where its request counter lies when it must outlive the process: <c>LOBSTER_GATEWAY_COUNTER</c>; null: in memory.</param>
internal sealed record GatewaySettings(string Tenant, string Token, int Port, string Home, string? CounterFile)
{
    /// <summary>The variable by which process mode keeps the counter.</summary>
    internal const string CounterVariable = "LOBSTER_GATEWAY_COUNTER";

    /// <summary>Reads the environment; null when something is missing or cannot be.</summary>
    internal static GatewaySettings? Read(Func<string, string?> variable)
    {
        var (tenant, token) = (variable("LOBSTER_TENANT"), variable("LOBSTER_GATEWAY_TOKEN"));
        if (string.IsNullOrEmpty(tenant) || string.IsNullOrEmpty(token)) return null;
        if (!int.TryParse(variable("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue) return null;
        return new GatewaySettings(tenant, token, port, variable("HOME") ?? "/", variable(CounterVariable));
    }
}
