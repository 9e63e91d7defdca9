namespace Lobsterd.Cli.Client;

/// <summary>One server-sent event.</summary>
/// <param name="Name">Its type.</param>
/// <param name="Data">Its JSON.</param>
internal sealed record ServerEvent(string Name, string Data);
