namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>An answer.</summary>
/// <param name="Status">200, 204, 400, 413, 500.</param>
/// <param name="Json">The body; null for none.</param>
/// <param name="IsDeprecated">Whether the request used something that will go.</param>
/// <param name="ThenExit">The exit code with which the process ends once it is sent; null: it goes on.</param>
internal sealed record Reply(int Status, string? Json = null, bool IsDeprecated = false, int? ThenExit = null)
{
    internal static readonly Reply Done = new(204);
}
