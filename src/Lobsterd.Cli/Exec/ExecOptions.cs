using System.Globalization;
using System.Text;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Exec;

/// <summary>What shall run in a guest, and how it hangs together with our own streams.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Command">Program and arguments.</param>
/// <param name="User">Whom it runs as in the guest; null for root.</param>
/// <param name="IsInteractive">Whether our standard input is its own.</param>
/// <param name="HasTerminal">Whether it gets a terminal.</param>
/// <param name="Environment">Variables, each NAME=VALUE.</param>
internal sealed record ExecOptions(
    string Tenant, IReadOnlyList<string> Command, string? User, bool IsInteractive, bool HasTerminal, IReadOnlyList<string> Environment)
{
    /// <summary>A command of the workload's own, whose further arguments the command is; null for an ordinary one.</summary>
    internal string? Run { get; init; }

    /// <summary>The API's path for it.</summary>
    /// <param name="size">Of our terminal, where it gets one.</param>
    internal string ToPath((int Columns, int Rows)? size)
    {
        var path = new StringBuilder($"{ReefPaths.Tenants}/{Tenant}/exec?");
        if (Run is not null) _ = path.Append("run=").Append(Uri.EscapeDataString(Run)).Append('&');
        foreach (var argument in Command) _ = path.Append("arg=").Append(Uri.EscapeDataString(argument)).Append('&');
        foreach (var variable in Environment) _ = path.Append("env=").Append(Uri.EscapeDataString(variable)).Append('&');
        if (User is not null) _ = path.Append("user=").Append(Uri.EscapeDataString(User)).Append('&');
        if (HasTerminal) _ = path.Append("terminal=true&");
        if (size is var (columns, rows)) _ = path.Append(CultureInfo.InvariantCulture, $"columns={columns}&rows={rows}&");
        return path.ToString(0, path.Length - 1);
    }
}
