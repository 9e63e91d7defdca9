using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Operations;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>Makes a tenant otherwise, for every command that does.</summary>
internal static class TenantPatch
{
    /// <summary>What a value is given to be as the configuration says again.</summary>
    internal const string Configured = "configured";

    /// <summary>Asks for it and waits; null where nobody waits.</summary>
    /// <param name="shell">Where it is shown.</param>
    /// <param name="name">Whose.</param>
    /// <param name="body">What shall be otherwise.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<Result<OperationBody?, LobsterError>> RunAsync(Shell shell, string name, TenantPatchBody body, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var call = new OperationCall($"set {name}", "PATCH", $"{ReefPaths.Tenants}/{name}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ReefJson.Default.TenantPatchBody),
        };
        return await shell.RunAsync(call, cancellationToken);
    }
}
